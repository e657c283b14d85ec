package io.fairlead.services;

import io.fairlead.frame.Frame;
import io.fairlead.service.ForwardingPeer;
import io.fairlead.service.Peer;
import io.fairlead.service.SendResult;
import io.fairlead.service.Service;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A peer as a delayed service sees it, and its frames that wait out their delay. Safe for any
 * thread: the lock is held during each call of the service for this peer, for those calls are to
 * come one at a time.
 */
final class DelayedFrames extends ForwardingPeer {
    private static final Logger LOG = System.getLogger(Delayed.class.getName());

    private final Service service;
    private final ReentrantLock serving = new ReentrantLock();
    // Guarded by serving.
    private final Queue<Frame> frames = new ArrayDeque<>();
    private int bytes;
    private boolean inputEnded;
    private boolean dropped;
    private boolean replying;

    DelayedFrames(Service service, Peer peer) {
        super(peer);
        this.service = service;
    }

    /** A call of the service. */
    @FunctionalInterface
    interface Call {
        void of(Peer peer) throws Exception;
    }

    /** Makes a call that does not wait. */
    void call(Call call) throws Exception {
        serving.lock();
        try {
            call.of(this);
        } finally {
            serving.unlock();
        }
    }

    /** Keeps a copy of {@code frame} for {@link #serveNext}; false if too much waits already. */
    boolean add(Frame frame) {
        serving.lock();
        try {
            int more = frame.size() + Delayed.OVERHEAD_BYTES;
            if (bytes + more > Delayed.PEER_BYTES_MAX) return false;
            bytes += more;
            return frames.add(frame.copy());
        } finally {
            serving.unlock();
        }
    }

    /** Serves the frame that has waited longest, if it is still wanted. */
    void serveNext() {
        serving.lock();
        try {
            Frame frame = frames.poll();
            if (frame == null) return;
            bytes -= frame.size() + Delayed.OVERHEAD_BYTES;
            replying = true;
            service.onFrame(this, frame);
            if (inputEnded && frames.isEmpty() && !dropped) service.onInputEnd(this);
        } catch (Throwable e) { // nobody else could report what a service throws here
            LOG.log(Level.WARNING, "a delayed call failed, closing " + this, e);
            close();
        } finally {
            replying = false;
            serving.unlock();
        }
    }

    /** Tells the service that there is no more input, as soon as that is so. */
    void inputEnded() throws Exception {
        serving.lock();
        try {
            inputEnded = true;
            if (frames.isEmpty()) service.onInputEnd(this);
        } finally {
            serving.unlock();
        }
    }

    /** Forgets what waits. */
    void drop() {
        serving.lock();
        try {
            dropped = true;
            frames.clear();
            bytes = 0;
        } finally {
            serving.unlock();
        }
    }

    /**
     * {@inheritDoc} A reply to a frame that was not delayed always has room, and services rely on
     * that; here one that finds none ends the connection.
     */
    @Override
    public SendResult send(Frame frame) {
        SendResult result = peer().send(frame);
        boolean lost = !result.isQueued() && !dropped;
        if (lost && serving.isHeldByCurrentThread() && replying) {
            LOG.log(Level.INFO, "a delayed answer does not fit the queue, closing " + this);
            close();
        }
        return result;
    }

    @Override
    public void close() {
        drop();
        super.close();
    }
}
