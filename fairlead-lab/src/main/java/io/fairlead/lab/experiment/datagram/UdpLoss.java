package io.fairlead.lab.experiment.datagram;

import io.fairlead.lab.DatagramSide;
import io.fairlead.lab.DatagramSide.Received;
import io.fairlead.lab.Experiment;
import io.fairlead.lab.Fd;
import io.fairlead.lab.KernelSockets;
import io.fairlead.lab.Lab;
import io.fairlead.lab.LabParameter;
import io.fairlead.lab.Side;
import io.fairlead.posix.Errno;
import io.fairlead.posix.SocketConstants;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Datagrams that find no room in the receiver's buffer: SO_RCVBUF of socket(7), udp(7). */
public final class UdpLoss implements Lab {
    /** So many that the small buffer has no room for all, and the large one has. */
    private static final LabParameter DATAGRAMS = new LabParameter("datagrams", 12, 12, 100);

    private static final int SMALL_BYTES = 2048;
    private static final int LARGE_BYTES = 65_536;
    private static final int WAIT_NOT = SocketConstants.MSG_DONTWAIT;

    @Override
    public String name() {
        return "udp-loss";
    }

    @Override
    public String summary() {
        return "datagrams that find no room in the receiver's buffer are gone, unsaid";
    }

    @Override
    public String expectation() {
        return "A receiver does not read for a while, and its buffer fills. What comes then is"
                + " dropped: send has succeeded, no packet tells of it, and recv shows only what is"
                + " there. The kernel counts the drops of each socket, and who numbers datagrams"
                + " sees the gap.";
    }

    @Override
    public List<LabParameter> parameters() {
        return List.of(DATAGRAMS);
    }

    @Override
    public void run(Experiment lab) throws IOException {
        Side server = lab.side("server");
        DatagramSide client = new DatagramSide(lab.side("client"));
        Fd busy = new DatagramSide(server).receiving("busy", 7007);
        lab.say("The buffer is small. Linux doubles what is asked for, for its own bookkeeping.");
        int small = buffer(server, busy, SMALL_BYTES);
        lab.check("it is twice as much", 2 * SMALL_BYTES, small);
        Fd sender = client.socket("sender");
        fill(lab, client, sender, busy);
        read(lab, server, busy);
        gap(lab, client, server, sender, busy);
        room(lab, client, server);
    }

    private static int buffer(Side server, Fd fd, int bytes) {
        server.setsockopt(fd, "SO_RCVBUF", SocketConstants.SO_RCVBUF, bytes);
        int level = SocketConstants.SOL_SOCKET;
        int option = SocketConstants.SO_RCVBUF;
        return server.show(
                "getsockopt(%s, SOL_SOCKET, SO_RCVBUF)".formatted(fd),
                server.sockets().getsockopt(fd.number(), level, option));
    }

    private static void fill(Experiment lab, DatagramSide client, Fd sender, Fd busy)
            throws IOException {
        int sent = lab.number(DATAGRAMS);
        lab.say(
                String.format(
                        Locale.ROOT,
                        "The client sends %d datagrams with a number each. Nobody reads.",
                        sent));
        lab.ask("Not all of them find room. Does sendto fail for the others?");
        int succeeded = 0;
        for (int i = 1; i <= sent; i++) {
            if (client.sendto(sender, "number " + i, busy) > 0) succeeded++;
        }
        lab.check("each sendto succeeded", sent, succeeded);
        lab.check("the kernel has dropped some", lab.await(() -> drops(busy) > 0));
        lab.sockets();
        lab.say(
                "A datagram of 8 bytes takes some hundreds of the buffer: the kernel counts the"
                        + " memory that it is kept in.");
    }

    private static long drops(Fd fd) throws IOException {
        return KernelSockets.now().of(fd).map(socket -> socket.queues().drops()).orElse(0L);
    }

    private static void read(Experiment lab, Side server, Fd busy) throws IOException {
        lab.say("Now the server reads what is there.");
        DatagramSide datagrams = new DatagramSide(server);
        int sent = lab.number(DATAGRAMS);
        List<String> arrived = new ArrayList<>();
        boolean sum =
                lab.await(() -> {
                    if (arrived.size() + drops(busy) == sent) return true;
                    Received next = datagrams.recv(busy, 1024, WAIT_NOT);
                    if (next.result() >= 0) arrived.add(next.text());
                    return false;
                });
        lab.check("some have arrived", !arrived.isEmpty());
        lab.check("what arrived and what was dropped are what was sent", sum);
        lab.check(
                "as many numbers are missing as were dropped", drops(busy), missing(sent, arrived));
    }

    private static void gap(Experiment lab, DatagramSide client, Side server, Fd sender, Fd busy)
            throws IOException {
        DatagramSide datagrams = new DatagramSide(server);
        int nothing = datagrams.recv(busy, 1024, WAIT_NOT).result();
        lab.checkErrno("no error: there is just no more", Errno.EAGAIN, nothing);
        lab.say("There is room again, and one more is sent.");
        String last = "number " + (lab.number(DATAGRAMS) + 1);
        client.sendto(sender, last, busy);
        lab.check("it arrives", last, datagrams.recv(busy, 1024, 0).text());
        lab.say(
                "The jump in the numbers is all that the server can see of the loss in what it"
                        + " reads. The wire had every one of them.");
        lab.ladder();
    }

    private static long missing(int sent, List<String> arrived) {
        return sent
                - arrived.stream().filter(each -> each.startsWith("number ")).distinct().count();
    }

    private static void room(Experiment lab, DatagramSide client, Side server) throws IOException {
        lab.say(
                "A way out: room for the longest time in which nobody reads. net.core.rmem_max is"
                        + " the most that SO_RCVBUF gives, net.core.rmem_default what there is"
                        + " without it.");
        DatagramSide datagrams = new DatagramSide(server);
        Fd roomy = datagrams.receiving("roomy", 7008);
        buffer(server, roomy, LARGE_BYTES);
        Fd other = client.socket("other");
        int sent = lab.number(DATAGRAMS);
        for (int i = 1; i <= sent; i++) client.sendto(other, "number " + i, roomy);
        List<String> arrived = new ArrayList<>();
        for (int i = 1; i <= sent; i++) arrived.add(datagrams.recv(roomy, 1024, 0).text());
        lab.check("all arrive, each once", 0L, missing(sent, arrived));
        lab.check("none is dropped", 0L, drops(roomy));
        lab.say(
                "That moves the limit and does not take it away. Others: a thread that only reads"
                        + " (recvmmsg takes many at a time), SO_RXQ_OVFL, which gives the drops"
                        + " with each datagram, and a protocol whose sender waits for answers and"
                        + " sends again what got none. `fairlead stat` and `nstat UdpRcvbufErrors`"
                        + " show drops.");
    }
}
