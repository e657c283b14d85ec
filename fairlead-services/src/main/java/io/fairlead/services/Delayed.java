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
 * <p>The order of a peer's frames is kept, and after its half-close what waits is still served.
 * {@code onOpen}, {@code onWritable} and {@code onClose} are not delayed, and a bad frame drops
 * what waits. A server that drains does not wait for delayed frames. The delay should be well below
 * {@code Limits.halfClosedTimeout}.
 *
 * <p>At most {@link #PEER_BYTES_MAX} wait for a peer, each frame counted with {@link
 * #OVERHEAD_BYTES}, and {@link #TOTAL_BYTES_MAX} for all; a frame beyond that fails, which ends its
 * connection: a service cannot stop the server from reading. So does a reply for which there is no
 * room, because the peer does not read.
 *
 * <p>It goes outside of a {@link ReflectionGuard}. Close it after its server. Safe for any thread;
 * the delayed calls are made by one thread.
 */
public final class Delayed implements Service, AutoCloseable, Serializable {
    private static final long serialVersionUID = 1;

    /** The longest delay. */
    public static final Duration DELAY_MAX = Duration.ofHours(1);

    /** What may wait for one peer, in bytes. */
    public static final int PEER_BYTES_MAX = 1024 * 1024;

    /** What may wait for all peers together, in bytes. */
    public static final long TOTAL_BYTES_MAX = 64L * 1024 * 1024;

    /** What a frame that waits is reckoned to cost beside its payload, in bytes. */
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
     * @param service what is served late
     * @param delay from the arrival of a frame to its service; above 0, at most {@link #DELAY_MAX}
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

    /** Stops the thread; what still waits is not served. */
    @Override
    public void close() {
        end.run();
    }
}
