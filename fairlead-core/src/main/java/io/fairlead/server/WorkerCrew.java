package io.fairlead.server;

import io.fairlead.service.CloseReason;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Serves connections in worker processes. Under {@code process} each serves one connection, and
 * some are kept warm for the next; under {@code prefork} each serves many, and the least busy gets
 * the next.
 *
 * <pre>
 *   accepted ─▶ waiting ─▶ a worker that is ready ─▶ ended, or lost with its worker
 * </pre>
 */
final class WorkerCrew implements Crew, Worker.Listener {
    /** Workers of {@code process} that start at a time: more would only delay each other. */
    private static final int STARTING_MAX = Math.max(2, Runtime.getRuntime().availableProcessors());

    /** So many failures in a row, and nobody to serve: connections are not accepted any more. */
    private static final int AWAY_AFTER_FAILURES = 3;

    private static final long STEADY_NS = TimeUnit.SECONDS.toNanos(10);
    private static final long CUT_GRACE_NS = TimeUnit.MILLISECONDS.toNanos(500);

    private final Site site;
    private final Reactor reactor;
    private final Runnable onConnectionEnd;
    private final Staff staff;
    private final List<Worker> workers = new ArrayList<>();
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private final Restarts restarts = new Restarts();
    private long lastId;
    private boolean draining;
    private boolean cutting;
    private long killNs = Long.MAX_VALUE;

    /** A connection that nobody can serve yet. */
    private record Waiting(NativeSocket socket, Guest guest) {}

    WorkerCrew(Site site, Reactor reactor, Runnable onConnectionEnd, Staff staff) {
        this.site = site;
        this.reactor = reactor;
        this.onConnectionEnd = onConnectionEnd;
        this.staff = staff;
    }

    @Override
    public int placesMax() {
        return staff.placesMax();
    }

    @Override
    public void start() {
        recruit();
    }

    @Override
    public boolean isAway() {
        return restarts.failures() >= AWAY_AFTER_FAILURES
                && workers.stream().noneMatch(this::isFree);
    }

    // ---- connections ----

    @Override
    public void serve(NativeSocket socket) {
        Guest guest = new Guest(site, site.opened(socket.remoteAddress()), ++lastId);
        waiting.add(new Waiting(socket, guest));
        handOver();
        recruit();
    }

    private void handOver() {
        while (!waiting.isEmpty()) {
            Optional<Worker> free =
                    workers.stream()
                            .filter(this::isFree)
                            .min(Comparator.comparingInt(Worker::load));
            if (free.isEmpty()) return;
            Waiting next = waiting.remove();
            free.get().serve(next.socket, next.guest);
            if (staff.single()) free.get().retire();
        }
    }

    private boolean isFree(Worker worker) {
        return worker.isReady() && !worker.isLeaving();
    }

    private void drop(CloseReason reason, @Nullable Throwable failure) {
        while (!waiting.isEmpty()) {
            Waiting next = waiting.remove();
            next.socket.close();
            next.guest.ended(reason, failure);
            onConnectionEnd.run();
        }
    }

    // ---- workers ----

    /** Starts as many as are wanted and missing, unless it is too soon to try again. */
    private void recruit() {
        while (missing() > 0 && restarts.waitNs() == 0) {
            try {
                workers.add(new Worker(reactor, staff.command(), staff.order(), this));
            } catch (IOException e) {
                failed(0, "cannot be started: " + e.getMessage(), 0);
            }
        }
    }

    private int missing() {
        if (cutting) return 0;
        int starting = count(one -> !one.isReady());
        if (draining) return Math.min(waiting.size(), staff.single() ? STARTING_MAX : 1) - starting;
        if (!staff.single()) return staff.workers() - workers.size();
        int wanted = staff.workers() + waiting.size() - count(this::isFree);
        return Math.min(wanted, STARTING_MAX) - starting;
    }

    private int count(Predicate<Worker> kind) {
        return (int) workers.stream().filter(kind).count();
    }

    private void failed(long pid, String how, int lost) {
        Duration wait = restarts.failed();
        site.workerEnded(new WorkerReport(pid, how, lost, wait));
        if (!isAway()) return;
        drop(CloseReason.WORKER_DIED, new WorkerException("no worker process: the last " + how));
    }

    @Override
    public void onReady(Worker worker) {
        staff.warmed();
        handOver();
        if (draining) worker.drain();
        recruit();
    }

    @Override
    public void onServed(Worker worker) {
        restarts.succeeded();
        onConnectionEnd.run();
    }

    @Override
    public void onBuffers(long difference) {
        site.lentElsewhere(difference);
    }

    @Override
    public void onPrinted(int consumer, String text) {
        site.printed(staff.home(consumer), text);
    }

    @Override
    public void onEnded(Worker worker, int status) {
        workers.remove(worker);
        String how = worker.trouble() == null ? Child.words(status) : worker.trouble();
        CloseReason reason = cutting ? CloseReason.CUT : CloseReason.WORKER_DIED;
        WorkerException failure =
                cutting ? null : new WorkerException("worker " + worker.pid() + " " + how);
        for (Guest guest : worker.lost()) {
            guest.ended(reason, failure);
            onConnectionEnd.run();
        }
        boolean expected = cutting || (worker.isLeaving() && worker.load() == 0);
        if (!expected) {
            if (worker.isReady() && worker.ageNs() > STEADY_NS) restarts.succeeded();
            failed(worker.pid(), how, worker.load());
        }
        recruit();
    }

    // ---- the end ----

    @Override
    public void drain() {
        draining = true;
        for (Worker worker : List.copyOf(workers)) {
            if (worker.isReady()) worker.drain();
        }
        letGo();
    }

    /** While draining, who starts is needed for those who wait alone. */
    private void letGo() {
        int unneeded = -missing();
        for (Worker worker : workers) {
            if (unneeded <= 0) return;
            if (worker.isReady()) continue;
            worker.drain();
            worker.kill();
            unneeded--;
        }
    }

    @Override
    public void cut() {
        cutting = true;
        drop(CloseReason.CUT, null);
        killNs = System.nanoTime() + CUT_GRACE_NS;
        for (Worker worker : workers) {
            worker.cut();
            if (worker.load() == 0) worker.kill();
        }
    }

    @Override
    public boolean isGone() {
        return workers.isEmpty() && waiting.isEmpty();
    }

    @Override
    public long waitNs() {
        long waitNs = missing() > 0 ? restarts.waitNs() : Long.MAX_VALUE;
        if (killNs == Long.MAX_VALUE) return waitNs;
        return Math.min(waitNs, Math.max(0, killNs - System.nanoTime()));
    }

    @Override
    public void onTime() {
        recruit();
        if (killNs == Long.MAX_VALUE || System.nanoTime() < killNs) return;
        killNs = Long.MAX_VALUE;
        workers.forEach(Worker::kill);
    }

    @Override
    public void close() {
        staff.cache().close();
    }
}
