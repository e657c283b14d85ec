package io.fairlead.server.loop;

import io.fairlead.server.descriptor.NativeSocket;
import io.fairlead.server.descriptor.Pipes;
import io.fairlead.server.descriptor.Pipes.Pipe;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * One move of bytes from a connection to another one of the same loop, inside the kernel: {@link
 * io.fairlead.service.Peer#allowPipeTo}.
 *
 * <pre>
 *   sender's socket ─▶ pipe ─▶ receiver's socket
 * </pre>
 *
 * <p>What the receiver does not take at once stays in the pipe, and is next to be sent to it. Until
 * it is gone, nothing is read from the sender. Belongs to the loop's thread.
 */
final class LoopPiping {
    /** Of less than this a copy is cheaper. */
    static final int BYTES_MIN = 16 * 1024;

    private final LoopStream sender;
    private final LoopStream receiver;
    private final Pipes pipes;
    private final Pipe pipe;

    private LoopPiping(LoopStream sender, LoopStream receiver, Pipes pipes, Pipe pipe) {
        this.sender = sender;
        this.receiver = receiver;
        this.pipes = pipes;
        this.pipe = pipe;
    }

    /**
     * Passes on what has arrived, if the service allows it and this loop can.
     *
     * @return false if it is to be received
     * @throws IOException if the sender's connection is lost
     */
    static boolean passesOn(LoopStream sender) throws IOException {
        Pipes pipes = sender.loop.readiness().pipes();
        if (pipes == null) return false;
        LoopStream receiver = receiver(sender);
        if (receiver == null) return false;
        Pipe pipe = pipes.lend();
        if (pipe == null) return false;
        new LoopPiping(sender, receiver, pipes, pipe).move();
        return true;
    }

    private static @Nullable LoopStream receiver(LoopStream sender) {
        if (!(sender.transfers.session.pipesTo() instanceof LoopStream to)) return null;
        boolean takes = to.loop == sender.loop && to.transfers.takesPiped();
        return takes ? to : null;
    }

    private void move() throws IOException {
        LoopTransfers from = sender.transfers;
        int count = 0;
        try {
            count = pipes.fill(pipe, (NativeSocket) from.socket);
        } finally {
            if (count <= 0) pipes.giveBack(pipe);
        }
        from.noteArrived(count);
        if (count <= 0) return;
        if (receiver.transfers.session.beginPiped(count)) {
            passOn();
        } else {
            pipes.giveBack(pipe);
        }
        from.session.piped(count);
    }

    private void passOn() {
        try {
            send();
        } catch (IOException | RuntimeException | Error e) { // ends the receiver alone
            receiver.transfers.session.fail(e);
        }
        if (pipe.isEmpty()) {
            pipes.giveBack(pipe);
            return;
        }
        receiver.transfers.arriving(this);
        sender.transfers.session.receiverFull(true);
        receiver.wake();
    }

    private void send() throws IOException {
        LoopTransfers to = receiver.transfers;
        int taken = pipes.empty(pipe, (NativeSocket) to.socket);
        to.session.endPiped(taken, pipe.isEmpty());
        to.site.sent(taken);
    }

    /**
     * The receiver may take more.
     *
     * @return false if there is still something left
     * @throws IOException if the receiver's connection is lost
     */
    boolean goesOn() throws IOException {
        send();
        if (!pipe.isEmpty()) return false;
        over();
        return true;
    }

    /** The receiver has ended: what it has not taken is lost. */
    void receiverEnded() {
        receiver.transfers.session.endPiped(0, true);
        over();
    }

    private void over() {
        pipes.giveBack(pipe);
        sender.transfers.session.receiverFull(false);
        sender.wake();
    }
}
