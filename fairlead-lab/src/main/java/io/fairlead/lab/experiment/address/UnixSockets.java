package io.fairlead.lab.experiment.address;

import io.fairlead.lab.DatagramSide;
import io.fairlead.lab.Experiment;
import io.fairlead.lab.Fd;
import io.fairlead.lab.Lab;
import io.fairlead.lab.Side;
import io.fairlead.lab.experiment.Connected;
import io.fairlead.lab.experiment.Transfer;
import io.fairlead.lab.experiment.address.UnixCalls.Name;
import io.fairlead.posix.Errno;
import io.fairlead.posix.SockaddrUn;
import io.fairlead.posix.SocketConstants;
import io.fairlead.posix.Ucred;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Sockets of one machine: unix(7), SCM_RIGHTS, SO_PEERCRED. */
public final class UnixSockets implements Lab {
    @Override
    public String name() {
        return "unix-sockets";
    }

    @Override
    public String summary() {
        return "Unix sockets: stale files, abstract names, descriptors passed, who the peer is";
    }

    @Override
    public String expectation() {
        return "A Unix socket is addressed by a path. The file stays when the server ends: then"
                + " connect is refused and bind fails, until somebody removes it; an abstract name"
                + " goes with its socket. The kernel says who the peer is, passes open descriptors"
                + " from process to process, and keeps the borders of datagrams without"
                + " losing any.";
    }

    @Override
    public void run(Experiment lab) throws IOException {
        Side server = lab.side("server");
        Side client = lab.side("client");
        Path folder = Files.createTempDirectory("fairlead-lab");
        Path file = folder.resolve("s");
        Path box = folder.resolve("d");
        try {
            Connected pair = stale(lab, client, server, file);
            credentials(lab, client, pair);
            pass(lab, client, server, pair);
            abstractName(lab, client, server);
            datagrams(lab, client, server, box);
        } finally {
            Files.deleteIfExists(file);
            Files.deleteIfExists(box);
            Files.delete(folder);
        }
        lab.say(
                "Fairlead: unix:///run/app.sock and unix:@app are endpoints of serve and connect."
                        + " serve removes a stale file by itself, after it has tried to connect,"
                        + " and never a file that is no socket.");
    }

    private static Fd stream(Side side, String named) {
        return side.socket(named, SocketConstants.AF_UNIX, SocketConstants.SOCK_STREAM);
    }

    private static Connected stale(Experiment lab, Side client, Side server, Path file)
            throws IOException {
        lab.say("A server binds a path; the lab shows it as /run/s. That makes a file.");
        Name path = new Name(SockaddrUn.path(file.toString()), "\"/run/s\"");
        Fd first = stream(server, "first");
        lab.check("bind succeeds", 0, UnixCalls.bind(server, first, path));
        server.listen(first, 5);
        lab.check("the file is there", Files.exists(file));
        server.close(first);
        lab.ask("The server has ended. Is the file still there? Can a new server bind it?");
        lab.check("the server is gone, the file is still there", Files.exists(file));
        Fd lost = stream(client, "lost");
        int refused = UnixCalls.connect(client, lost, path);
        lab.checkErrno("connect is refused: nobody listens", Errno.ECONNREFUSED, refused);
        Fd second = stream(server, "second");
        int taken = UnixCalls.bind(server, second, path);
        lab.checkErrno("bind fails: the file is there", Errno.EADDRINUSE, taken);
        Files.delete(file);
        server.show("unlink(\"/run/s\")", 0);
        lab.check("after unlink bind succeeds", 0, UnixCalls.bind(server, second, path));
        server.listen(second, 5);
        Fd talker = stream(client, "talker");
        lab.check("and clients connect", 0, UnixCalls.connect(client, talker, path));
        return new Connected(talker, UnixCalls.accept(server, second, "served"));
    }

    private static void credentials(Experiment lab, Side client, Connected pair) {
        lab.say("SO_PEERCRED: the kernel says who the other end is. Nobody can pretend.");
        Ucred peer = Ucred.ofPeer(client.sockets(), pair.talker().number());
        long pid = ProcessHandle.current().pid();
        boolean right = peer != null && peer.pid() == pid;
        client.show(
                "getsockopt(talker, SOL_SOCKET, SO_PEERCRED)",
                0,
                right ? "{pid, uid, gid} of this process" : String.valueOf(peer));
        lab.check("it is this process: the lab is both ends", right);
    }

    private static void pass(Experiment lab, Side client, Side server, Connected pair)
            throws IOException {
        lab.say(
                "SCM_RIGHTS: the server passes a TCP connection to the other end, as a server does"
                        + " that hands its clients to workers.");
        Fd listener = server.listening("listener", 7007, 5);
        Connected tcp = Connected.between(client, "guest", server, "connection", listener);
        int sent = UnixCalls.sendDescriptor(server, pair.served(), tcp.served());
        lab.check("it goes with a byte of data", 1, sent);
        server.close(tcp.served());
        Side worker = lab.side("worker");
        Fd passed = UnixCalls.receiveDescriptor(worker, pair.talker(), "passed");
        lab.check("a new number for the same connection", passed.number() >= 0);
        lab.check("the worker answers the client", 6, worker.send(passed, "hello\n"));
        lab.check("which notices nothing", 6, client.recv(tcp.talker(), 64));
        lab.say(
                "The server has closed its own copy after sendmsg. While the descriptor is under"
                        + " way, the kernel keeps the connection open.");
    }

    private static void abstractName(Experiment lab, Side client, Side server) {
        lab.say("An abstract name begins with a NUL byte, shown as @. There is no file.");
        String unique = "fairlead-lab-" + ProcessHandle.current().pid();
        Name name = new Name(SockaddrUn.abstractName(unique), "\"@app\"");
        Fd first = stream(server, "nameless");
        lab.check("bind succeeds", 0, UnixCalls.bind(server, first, name));
        server.listen(first, 5);
        Fd second = stream(server, "rival");
        int taken = UnixCalls.bind(server, second, name);
        lab.checkErrno("a name has one owner", Errno.EADDRINUSE, taken);
        server.close(first);
        lab.check("the name goes with its socket", 0, UnixCalls.bind(server, second, name));
        Fd lost = stream(client, "early");
        int refused = UnixCalls.connect(client, lost, name);
        lab.checkErrno("bound, but not listening", Errno.ECONNREFUSED, refused);
        lab.say("No file means no permissions either: each process of the machine may connect.");
    }

    private static void datagrams(Experiment lab, Side client, Side server, Path box) {
        lab.say("Datagrams: borders are kept, and a full queue makes the sender wait.");
        int type = SocketConstants.SOCK_DGRAM;
        Fd receiver = server.socket("receiver", SocketConstants.AF_UNIX, type);
        Name path = new Name(SockaddrUn.path(box.toString()), "\"/run/d\"");
        UnixCalls.bind(server, receiver, path);
        Fd sender = client.socket("sender", SocketConstants.AF_UNIX, type);
        UnixCalls.connect(client, sender, path);
        int sent = 0;
        byte[] bytes = new byte[] {1};
        while (sendNow(client, sender, bytes) > 0) sent++;
        int refused = sendNow(client, sender, bytes);
        client.show("send(sender, \"\\001\", 1, MSG_DONTWAIT), again and again", refused);
        lab.checkErrno("EAGAIN: it is full, and nothing is lost", Errno.EAGAIN, refused);
        DatagramSide receives = new DatagramSide(server.quiet());
        int flags = SocketConstants.MSG_DONTWAIT;
        int came = 0;
        while (receives.recv(receiver, 64, flags).result() == 1) came++;
        server.show("recv(receiver, 64, MSG_DONTWAIT), again and again", 0, "1 byte each");
        lab.check("as many come as went, each a datagram of its own", sent, came);
        lab.say(
                "The queue holds a few datagrams (the sysctl net.unix.max_dgram_qlen); UDP would"
                        + " have dropped the rest: see the lab udp-loss.");
    }

    private static int sendNow(Side side, Fd fd, byte[] bytes) {
        return Transfer.sendUnshown(side, fd, bytes, SocketConstants.MSG_DONTWAIT);
    }
}
