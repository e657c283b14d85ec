package io.fairlead.server.process;

import io.fairlead.net.NetException;
import io.fairlead.net.socket.NativeErrors;
import io.fairlead.server.descriptor.Child;
import io.fairlead.server.descriptor.NativeSocket;
import io.fairlead.server.descriptor.Reactor;
import io.fairlead.server.report.WorkerException;
import io.fairlead.server.report.WorkerReport;
import io.fairlead.server.site.Site;
import io.fairlead.server.site.SiteVisit;
import io.fairlead.service.CloseReason;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * Serves connections in worker processes. Under {@code process} each serves one connection, and
 * some are kept warm for the next; under {@code prefork} each serves many, and the least busy gets
 * the next.
 *
 * <pre>
 *   accepted ─▶ waiting ─▶ a worker that is ready ─▶ ended, or lost with its worker
 * </pre>
 */
public final class WorkerCrew implements Crew, WorkerListener {
    /** So many failures in a row, and nobody to serve: connections are not accepted any more. */
    private static final int AWAY_AFTER_FAILURES = 3;

    private static final long STEADY_NS = TimeUnit.SECONDS.toNanos(10);
    private static final long CUT_GRACE_NS = TimeUnit.MILLISECONDS.toNanos(500);

    private final Site site;
    private final Reactor reactor;
    private final Runnable onConnectionEnd;
    private final Staff staff;
    private final List<Worker> workers = new ArrayList<>();
    private final WaitingGuests waiting;
    private final Restarts restarts = new Restarts();
    private final ProcessShortage shortage;
    private String lastEnd = "";
    private boolean begun;
    private boolean draining;
    private boolean cutting;
    private long killNs = Long.MAX_VALUE;

    public WorkerCrew(Site site, Reactor reactor, Runnable onConnectionEnd, Staff staff) {
        this.site = site;
        this.reactor = reactor;
        this.onConnectionEnd = onConnectionEnd;
        this.staff = staff;
        waiting = new WaitingGuests(onConnectionEnd);
        shortage = new ProcessShortage(site);
        staff.orders().whenChanged(reactor::wake);
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
    public boolean hasBegun() throws IOException {
        if (begun || !hasFailed()) return begun;
        throw new IOException("no worker process can start serving: the last one " + lastEnd);
    }

    @Override
    public boolean isAway() {
        return !isAnyFree() && (hasFailed() || isFull() || shortage.lasts());
    }

    private boolean hasFailed() {
        return restarts.failures() >= AWAY_AFTER_FAILURES;
    }

    /** Who is here can take no more, and as many wait for that already as had better. */
    private boolean isFull() {
        if (staff.single()) return waiting.isCrowded();
        return !waiting.isEmpty() && workers.stream().anyMatch(Worker::isReady);
    }

    private boolean isAnyFree() {
        return workers.stream().anyMatch(Worker::isFree);
    }

    // ---- connections ----

    @Override
    public void serve(NativeSocket socket, SiteVisit visit) {
        waiting.add(new Guest(site, visit, socket));
        handOver();
        recruit();
    }

    private void handOver() {
        staff.orders().tell(workers); // who comes after a change meets it
        while (!waiting.isEmpty()) {
            Optional<Worker> free =
                    workers.stream()
                            .filter(Worker::isFree)
                            .min(Comparator.comparingInt(worker -> worker.guests().size()));
            if (free.isEmpty()) return;
            free.get().serve(waiting.remove());
            if (staff.single()) free.get().retire();
        }
    }

    // ---- workers ----

    /** Starts as many as are wanted and missing, unless it is too soon to try again. */
    private void recruit() {
        while (missing() > 0 && startNs() == 0) {
            try {
                workers.add(new Worker(reactor, staff.command(), staff.orders().whole(), this));
                shortage.ended();
            } catch (IOException e) {
                if (begun && shortage.explains(e)) return;
                failed(0, "cannot be started: " + e.getMessage(), 0);
            }
        }
    }

    /** How long from now until the next may be started. */
    private long startNs() {
        return Math.max(restarts.waitNs(), shortage.waitNs());
    }

    private int missing() {
        if (cutting) return 0;
        int starting = count(one -> !one.isReady());
        int most = staff.single() ? Staff.STARTING_MAX : 1;
        if (draining) return Math.min(waiting.size(), most) - starting;
        return staff.missing(workers.size(), starting, count(Worker::isFree), waiting.size());
    }

    private int count(Predicate<Worker> kind) {
        return (int) workers.stream().filter(kind).count();
    }

    private void failed(long pid, String how, int lost) {
        lastEnd = how;
        Duration wait = restarts.failed();
        site.observer().onWorkerEnded(new WorkerReport(pid, how, lost, wait));
        if (!hasFailed() || isAnyFree()) return;
        waiting.drop(
                CloseReason.WORKER_DIED,
                new WorkerException("no worker process: the last one " + how));
    }

    @Override
    public void onReady(Worker worker) {
        begun = true;
        staff.warmed();
        handOver();
        if (draining) worker.drain();
        recruit();
    }

    @Override
    public void onServed(Worker worker) {
        restarts.succeeded();
        onConnectionEnd.run();
        handOver();
    }

    @Override
    public void onRefused(Worker worker, Guest guest, int errno) {
        waiting.add(guest);
        Duration wait = Duration.ofNanos(worker.guests().waitNs());
        String where = site.endpoint + " in worker process " + worker.pid();
        NetException error = NetException.of("accept", where, NativeErrors.of(-errno));
        site.acceptFailed(error, wait, worker.guests().isNews());
        if (staff.single()) {
            failed(worker.pid(), "could not take a connection: " + error.errno(), 0);
        }
        handOver();
    }

    @Override
    public void onRecovered(long refusals) {
        site.acceptRecovered(refusals);
        handOver();
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
        shortage.eased();
        String how = worker.trouble() == null ? Child.words(status) : worker.trouble();
        CloseReason reason = cutting ? CloseReason.CUT : CloseReason.WORKER_DIED;
        String words = "worker " + worker.pid() + " " + how;
        WorkerException failure = cutting ? null : new WorkerException(words);
        int lost = 0;
        for (Guest guest : worker.guests().all()) {
            if (!guest.isTaken() && !cutting) {
                waiting.add(guest); // nobody has seen it yet
            } else {
                lost++;
                guest.ended(reason, null, failure);
                onConnectionEnd.run();
            }
        }
        boolean expected = cutting || (worker.isLeaving() && worker.guests().size() == 0);
        if (!expected) {
            if (worker.isReady() && worker.ageNs() > STEADY_NS) restarts.succeeded();
            failed(worker.pid(), how, lost);
        }
        handOver();
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
        waiting.drop(CloseReason.CUT, null);
        killNs = System.nanoTime() + CUT_GRACE_NS;
        for (Worker worker : workers) {
            worker.cut();
            if (worker.guests().size() == 0) worker.kill();
        }
    }

    @Override
    public boolean isGone() {
        return workers.isEmpty() && waiting.isEmpty();
    }

    @Override
    public long waitNs() {
        long waitNs = missing() > 0 ? startNs() : Long.MAX_VALUE;
        // One may be free again since nobody was, by the time or as it took its last trial.
        if (!waiting.isEmpty()) waitNs = Math.min(waitNs, isAnyFree() ? 0 : retryNs());
        if (killNs == Long.MAX_VALUE) return waitNs;
        return Math.min(waitNs, Math.max(0, killNs - System.nanoTime()));
    }

    private long retryNs() {
        return workers.stream().mapToLong(Worker::retryNs).min().orElse(Long.MAX_VALUE);
    }

    @Override
    public void onTime() {
        handOver();
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
