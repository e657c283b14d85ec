package io.fairlead.lab.experiment.stream;

import io.fairlead.lab.Bulk;
import io.fairlead.lab.Experiment;
import io.fairlead.lab.Fd;
import io.fairlead.lab.Lab;
import io.fairlead.lab.LabParameter;
import io.fairlead.lab.Nonblocking;
import io.fairlead.lab.Side;
import io.fairlead.posix.Errno;
import io.fairlead.posix.Poll;
import io.fairlead.posix.SocketConstants;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/** That send may take less than it was given, and what to do then: send(2), poll(2). */
public final class PartialSend implements Lab {
    /** The sender's buffer. Small, so that it is full soon; the kernel doubles it, socket(7). */
    private static final LabParameter SNDBUF = new LabParameter("sndbuf", 32_768, 4096, 65_536);

    private static final int RCVBUF_BYTES = 32 * 1024;

    private static final int PIECES = 5;
    private static final int PIECE_BYTES = 64 * 1024;
    private static final int BYTES = PIECES * PIECE_BYTES;

    @Override
    public String name() {
        return "partial-send";
    }

    @Override
    public String summary() {
        return "send takes a part, and tells how much: who does not look loses bytes";
    }

    @Override
    public String expectation() {
        return "On a socket with O_NONBLOCK send takes as many bytes as there is room for, and"
                + " returns their number; with no room at all it fails with EAGAIN. A program that"
                + " does not look at what it returned loses the rest, and nobody is told. The cure"
                + " is to go on behind what was taken, and to wait for room with poll.";
    }

    @Override
    public List<LabParameter> parameters() {
        return List.of(SNDBUF);
    }

    @Override
    public void run(Experiment lab) throws IOException {
        Side server = lab.side("server");
        Side client = lab.side("client");
        Fd listener = server.socket("listener");
        server.reuseAddress(listener);
        server.bind(listener, 7007);
        server.setsockopt(listener, "SO_RCVBUF", SocketConstants.SO_RCVBUF, RCVBUF_BYTES);
        server.listen(listener, 5);
        careless(lab, client, server, listener);
        careful(lab, client, server, listener);
        lab.say(
                "Without O_NONBLOCK send waits until all is taken, but for a signal or SO_SNDTIMEO"
                        + " in between: the loop is right there, too. UDP takes a datagram as a"
                        + " whole or not at all. See send(2).");
    }

    private static Fd connect(Experiment lab, Side client, Fd listener, String named) {
        Fd writer = client.socket(named);
        int bytes = lab.number(SNDBUF);
        client.setsockopt(writer, "SO_SNDBUF", SocketConstants.SO_SNDBUF, bytes);
        client.connect(writer, listener);
        new Nonblocking(client).setNonblocking(writer);
        return writer;
    }

    private static void careless(Experiment lab, Side client, Side server, Fd listener)
            throws IOException {
        lab.say(
                String.format(
                                Locale.ROOT,
                                "The client has %d pieces of %d bytes, %d in all. It"
                                        + " forgets what send returns; the",
                                PIECES,
                                PIECE_BYTES,
                                BYTES)
                        + " server does not read yet.");
        lab.ask("The buffers have room for less. What does send return, and is anything lost?");
        Fd writer = connect(lab, client, listener, "careless");
        Fd reader = server.accept(listener, "reader");
        Bulk bulk = new Bulk(client, BYTES);
        long taken = 0;
        boolean refused = false;
        for (int i = 0; i < PIECES; i++) {
            int result = bulk.send(writer, i * PIECE_BYTES, PIECE_BYTES);
            taken += Math.max(0, result);
            refused |= result == -Errno.EAGAIN;
        }
        lab.check("fewer bytes were taken than were given", taken < BYTES);
        lab.check("send said so: EAGAIN", refused);
        lab.sockets();
        client.close(writer);
        long came = new Bulk(server, 0).recvToEnd(reader);
        lab.check("what was taken came", taken, came);
        lab.check("the rest is lost", came < BYTES);
        server.close(reader);
        lab.say(
                String.format(
                        Locale.ROOT,
                        "%d bytes are lost, and the server sees a connection that ended in order.",
                        BYTES - came));
    }

    private static void careful(Experiment lab, Side client, Side server, Fd listener)
            throws IOException {
        lab.say(
                "The same bytes, in a loop that goes on behind what was taken (writen of Stevens),"
                        + " and waits for room with poll. The server reads while the client"
                        + " waits.");
        Fd writer = connect(lab, client, listener, "careful");
        Fd reader = server.accept(listener, "reader2");
        Nonblocking calls = new Nonblocking(client);
        Bulk out = new Bulk(client, BYTES);
        Bulk in = new Bulk(server, 0);
        long came = 0;
        int sent = 0;
        while (sent < BYTES) {
            int taken = out.send(writer, sent, BYTES - sent);
            if (sent == 0) lab.check("send takes a part", taken > 0 && taken < BYTES);
            if (taken >= 0) {
                sent += taken;
                continue;
            }
            if (taken != -Errno.EAGAIN) break;
            came += readUntilRoom(lab, calls, in, writer, reader);
            if (calls.poll(writer, Poll.POLLOUT, 10_000) != Poll.POLLOUT) break;
        }
        lab.check("send took all of them", BYTES, sent);
        client.close(writer);
        came += in.recvToEnd(reader);
        lab.check("and all of them came", (long) BYTES, came);
    }

    private static long readUntilRoom(
            Experiment lab, Nonblocking calls, Bulk in, Fd writer, Fd reader) throws IOException {
        AtomicLong came = new AtomicLong();
        lab.await(() -> {
            came.addAndGet(in.take(reader));
            return calls.isReady(writer, Poll.POLLOUT);
        });
        in.showTaken(reader, came.get());
        return came.get();
    }
}
