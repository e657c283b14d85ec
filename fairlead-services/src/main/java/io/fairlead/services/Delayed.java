package io.fairlead.services;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import io.fairlead.frame.Frame;
import io.fairlead.frame.FrameException;
import io.fairlead.service.CloseReason;
import io.fairlead.service.Peer;
import io.fairlead.service.Service;
import java.io.Serializable;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Serves each frame only after a delay, to see how clients cope with a slow server.
 *
 * <p>A peer's frames stay in order, and waiting frames are still served after its half-close.
 * {@code onOpen}, {@code onWritable} and {@code onClose} are not delayed. A bad frame drops the
 * waiting frames. A server that drains does not wait for delayed frames. The delay should be well
 * below {@code Limits.halfClosedTimeout}.
 *
 * <p>At most {@link #PEER_BYTES_MAX} bytes wait for one peer, each frame counted with {@link
 * #OVERHEAD_BYTES}, and {@link #TOTAL_BYTES_MAX} for all peers. A frame beyond that fails and ends
 * its connection, because a service cannot stop the server from reading. An answer that does not
 * fit the queue, because the peer does not read, also ends the connection.
 *
 * <p>Put it around a {@link ReflectionGuard}, not inside. Close it after its server. Safe for any
 * thread; the delayed calls are made by one thread.
 */
public final class Delayed implements Service, AutoCloseable, Serializable {
    private static final long serialVersionUID = 1;

    /** The longest delay. */
    public static final Duration DELAY_MAX = Duration.ofHours(1);

    /** The most bytes that may wait for one peer. */
    public static final int PEER_BYTES_MAX = 1024 * 1024;

    /** The most bytes that may wait for all peers together. */
    public static final long TOTAL_BYTES_MAX = 64L * 1024 * 1024;

    /** The assumed cost of a waiting frame besides its payload, in bytes. */
    public static final int OVERHEAD_BYTES = 256;

    private final Service service;
    private final Alarm alarm;
    private final Runnable end;
    private final Duration delay;
    private final AtomicLong totalBytes = new AtomicLong();
    private final Map<Peer, DelayedFrames> waiting = new ConcurrentHashMap<>();

    /** Runs an action later, and actions that are given in a row in that order. */
    @FunctionalInterface
    interface Alarm {
        void after(Runnable action);
    }

    /**
     * @param service is served late
     * @param delay time from the arrival of a frame to its service; above 0, at most {@link
     *     #DELAY_MAX}
     */
    public Delayed(Service service, Duration delay) {
        this(service, checked(delay), scheduler());
    }

    private Delayed(Service service, Duration delay, ScheduledThreadPoolExecutor scheduler) {
        this(
                service,
                action -> {
                    // Nothing fails in there unseen: serveNext reports what is thrown.
                    var _ = scheduler.schedule(action, delay.toNanos(), NANOSECONDS);
                },
                scheduler::shutdownNow,
                delay);
    }

    Delayed(Service service, Alarm alarm, Runnable end) {
        this(service, alarm, end, Duration.ZERO);
    }

    private Delayed(Service service, Alarm alarm, Runnable end, Duration delay) {
        this.service = service;
        this.delay = delay;
        this.alarm = alarm;
        this.end = end;
    }

    /** What is written of one that has a delay: a copy has a thread of its own. */
    private record Written(Service service, Duration delay) implements Serializable {
        private Object readResolve() {
            return new Delayed(service, delay);
        }
    }

    private Object writeReplace() {
        return new Written(service, delay);
    }

    @Override
    public boolean sharesState() {
        return service.sharesState();
    }

    private static Duration checked(Duration delay) {
        if (delay.isPositive() && delay.compareTo(DELAY_MAX) <= 0) return delay;
        throw new IllegalArgumentException(
                "the delay must be above 0 and at most " + DELAY_MAX + ": " + delay);
    }

    private static ScheduledThreadPoolExecutor scheduler() {
        return new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name("fairlead delay").factory());
    }

    @Override
    public void onOpen(Peer peer) throws Exception {
        DelayedFrames frames = new DelayedFrames(service, peer);
        waiting.put(peer, frames);
        frames.call(service::onOpen);
    }

    @Override
    public void onFrame(Peer peer, Frame frame) {
        DelayedFrames frames = framesOf(peer);
        int bytes = frame.size() + OVERHEAD_BYTES;
        boolean fits = totalBytes.addAndGet(bytes) <= TOTAL_BYTES_MAX;
        if (!fits || !frames.add(frame)) {
            totalBytes.addAndGet(-bytes);
            throw new IllegalStateException(
                    String.format(
                            Locale.ROOT,
                            "more than %,d bytes wait for their delay to end; the limit is %s",
                            fits ? PEER_BYTES_MAX : TOTAL_BYTES_MAX,
                            fits ? "this peer's" : "that of all peers"));
        }
        alarm.after(() -> {
            totalBytes.addAndGet(-bytes);
            frames.serveNext();
        });
    }

    @Override
    public void onInputEnd(Peer peer) throws Exception {
        framesOf(peer).inputEnded();
    }

    @Override
    public void onBadFrame(Peer peer, FrameException error) throws Exception {
        DelayedFrames frames = framesOf(peer);
        frames.drop();
        frames.call(known -> service.onBadFrame(known, error));
    }

    @Override
    public void onWritable(Peer peer) throws Exception {
        framesOf(peer).call(service::onWritable);
    }

    @Override
    public void onClose(Peer peer, CloseReason reason) throws Exception {
        DelayedFrames frames = framesOf(peer);
        waiting.remove(peer);
        frames.drop();
        frames.call(known -> service.onClose(known, reason));
    }

    private DelayedFrames framesOf(Peer peer) {
        DelayedFrames frames = waiting.get(peer);
        if (frames == null) throw new IllegalStateException(peer + " was not opened, or is closed");
        return frames;
    }

    /** Stops the thread. Frames that still wait are not served. */
    @Override
    public void close() {
        end.run();
    }
}
