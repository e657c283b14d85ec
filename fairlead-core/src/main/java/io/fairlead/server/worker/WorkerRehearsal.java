package io.fairlead.server.worker;

import static io.fairlead.posix.SocketConstants.AF_UNIX;
import static io.fairlead.posix.SocketConstants.SHUT_WR;
import static io.fairlead.posix.SocketConstants.SOCK_CLOEXEC;
import static io.fairlead.posix.SocketConstants.SOCK_STREAM;

import io.fairlead.frame.Codec;
import io.fairlead.frame.Frame;
import io.fairlead.posix.Descriptors;
import io.fairlead.posix.Posix;
import io.fairlead.posix.SocketCalls;
import io.fairlead.service.Limits;
import io.fairlead.service.Peer;
import io.fairlead.service.Service;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;

/**
 * Plays the server and a client for a worker in the same process, so that all that a worker does is
 * done once, and noted by the virtual machine for its cache. Runs on a thread of its own.
 */
final class WorkerRehearsal implements Runnable {
    private static final int BYTES = 64;

    private final ControlSocket control;

    private WorkerRehearsal(ControlSocket control) {
        this.control = control;
    }

    /** The worker's end of the control socket. */
    static ControlSocket begin() throws IOException {
        int[] pair = ControlSocket.pair();
        Thread.ofPlatform().daemon().start(new WorkerRehearsal(new ControlSocket(pair[0])));
        return new ControlSocket(pair[1]);
    }

    /** What a user's service may be like. */
    private record Echo() implements Service, Serializable {
        @Override
        public void onFrame(Peer peer, Frame frame) {
            peer.send(frame);
        }
    }

    @Override
    public void run() {
        Assignment assignment =
                new Assignment(
                        "unix:/rehearsal", Codec.raw(), new Echo(), null, Limits.DEFAULT, null);
        byte[] order = assignment.bytes("process", new ArrayList<>());
        for (byte[] part : ControlMessage.order(order)) control.send(part, -1, 0);
        try {
            await(ControlMessage.READY);
            converse();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        control.send(ControlMessage.of(ControlMessage.DRAIN), -1, 0);
    }

    private void await(byte kind) throws IOException {
        do {
            if (control.receive(0) <= 0) throw new IOException("the worker has gone");
        } while (control.message()[0] != kind);
    }

    private void converse() throws IOException {
        Posix posix = new Posix();
        SocketCalls calls = new SocketCalls(posix);
        Descriptors descriptors = new Descriptors(posix);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment two = arena.allocate(ValueLayout.JAVA_INT, 2);
            calls.socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, two);
            int client = two.getAtIndex(ValueLayout.JAVA_INT, 0);
            int served = two.getAtIndex(ValueLayout.JAVA_INT, 1);
            control.send(ControlMessage.serve(1, new byte[0]), served, 0);
            descriptors.close(served);
            control.send(ControlMessage.of(ControlMessage.RETIRE), -1, 0);
            MemorySegment bytes = arena.allocate(BYTES);
            calls.send(client, bytes.address(), BYTES, 0);
            calls.recv(client, bytes.address(), BYTES, 0);
            calls.shutdown(client, SHUT_WR);
            await(ControlMessage.ENDED);
            descriptors.close(client);
        }
    }
}
