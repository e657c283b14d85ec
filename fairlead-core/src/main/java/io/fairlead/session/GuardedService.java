package io.fairlead.session;

import io.fairlead.frame.Frame;
import io.fairlead.frame.FrameException;
import io.fairlead.service.CloseReason;
import io.fairlead.service.Peer;
import io.fairlead.service.Service;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A service as one peer's driver calls it: what it throws ends that peer and nothing else.
 *
 * <p>Calls come one at a time. Errors are caught too: a {@link StackOverflowError} of one peer's
 * making is no reason to drop the others. The interrupt flag that a service sets is cleared.
 */
public final class GuardedService {
    private final Service service;
    private final Peer peer;
    private final Consumer<Throwable> onFailure;
    private @Nullable Thread caller;
    private boolean opened;
    private boolean inputEnded;

    /**
     * A guard for one peer.
     *
     * @param onFailure gets what the service throws, in the thread that made the call
     */
    public GuardedService(Service service, Peer peer, Consumer<Throwable> onFailure) {
        this.service = service;
        this.peer = peer;
        this.onFailure = onFailure;
    }

    /** Calls {@link Service#onOpen}. */
    public void open() {
        opened = true;
        answer(() -> service.onOpen(peer));
    }

    /**
     * What this thread sends from now to {@link #endFrames} answers the frames it gives to {@link
     * #frame}. Said once for all frames of a read: the note is a store that a garbage collector
     * wants to know of.
     */
    public void beginFrames() {
        caller = Thread.currentThread();
    }

    /**
     * Calls {@link Service#onFrame}; allocates nothing.
     *
     * @throws FrameException if the service says that the frame is none
     */
    public void frame(Frame frame) throws FrameException {
        try {
            service.onFrame(peer, frame);
        } catch (FrameException e) {
            throw e;
        } catch (Throwable e) { // the promise of this class
            onFailure.accept(e);
        }
    }

    /** Calls {@link Service#onPiped}. */
    void piped(int bytes) {
        call(() -> service.onPiped(peer, bytes));
    }

    /** Ends what {@link #beginFrames} began. */
    public void endFrames() {
        caller = null;
        Thread.interrupted(); // left by the service; a channel would close at the next transfer
    }

    /** Calls {@link Service#onInputEnd}, the first time. */
    public void inputEnd() {
        if (inputEnded) return;
        inputEnded = true;
        answer(() -> service.onInputEnd(peer));
    }

    /** Calls {@link Service#onBadFrame}. */
    public void badFrame(FrameException error) {
        answer(() -> service.onBadFrame(peer, error));
    }

    /** Calls {@link Service#onWritable}. */
    public void writable() {
        call(() -> service.onWritable(peer));
    }

    /** Calls {@link Service#onDrain}. */
    public void drain() {
        call(() -> service.onDrain(peer));
    }

    /** Calls {@link Service#onIdle}; false if it throws. */
    public boolean idle() {
        boolean[] keep = new boolean[1];
        call(() -> keep[0] = service.onIdle(peer));
        return keep[0];
    }

    /** Runs a task that the service has given. */
    public void run(Runnable task) {
        call(task::run);
    }

    /** Calls {@link Service#onClose}, if {@link #open} was called. */
    public void close(CloseReason reason) {
        if (opened) call(() -> service.onClose(peer, reason));
    }

    /**
     * True in the thread that is in a call made for what the peer did: what it sends now is an
     * answer. {@link #writable} is none: there is room for as much as there is room for.
     */
    public boolean isServing() {
        return Thread.currentThread().equals(caller);
    }

    /** True while some thread is in such a call; another one may see it a moment late. */
    boolean isAtWork() {
        return caller != null;
    }

    private void answer(Call call) {
        caller = Thread.currentThread();
        try {
            call(call);
        } finally {
            caller = null;
        }
    }

    private void call(Call call) {
        try {
            call.run();
        } catch (Throwable e) { // the promise of this class
            onFailure.accept(e);
        } finally {
            Thread.interrupted(); // as in endFrames
        }
    }

    @FunctionalInterface
    private interface Call {
        void run() throws Exception;
    }
}
