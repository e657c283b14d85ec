package io.fairlead.server;

import io.fairlead.net.Endpoint;
import io.fairlead.net.NetException;
import io.fairlead.server.report.ConnectFailureReport;
import io.fairlead.server.report.ConnectionReport;
import io.fairlead.server.report.RefusalReason;
import io.fairlead.server.report.StuckReport;
import io.fairlead.server.report.WorkerReport;
import io.fairlead.service.CloseReason;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Keeps what a server reports. Safe for any thread. */
public final class Recorder implements ServerObserver {
    final AtomicLong openedCount = new AtomicLong();
    final AtomicLong closedCount = new AtomicLong();
    final AtomicLong memoryShort = new AtomicLong();
    final BlockingQueue<ConnectionReport> closed = new LinkedBlockingQueue<>();
    final BlockingQueue<NetException> acceptFailures = new LinkedBlockingQueue<>();
    final BlockingQueue<ConnectFailureReport> connectFailures = new LinkedBlockingQueue<>();
    final BlockingQueue<Long> acceptRecoveries = new LinkedBlockingQueue<>();
    final BlockingQueue<WorkerReport> workers = new LinkedBlockingQueue<>();
    final BlockingQueue<SocketAddress> refusals = new LinkedBlockingQueue<>();
    final BlockingQueue<RefusalReason> refusalReasons = new LinkedBlockingQueue<>();
    public final BlockingQueue<Throwable> failures = new LinkedBlockingQueue<>();
    final BlockingQueue<StuckReport> stuck = new LinkedBlockingQueue<>();

    /** The next worker process to have ended by itself, waiting for it. */
    WorkerReport awaitWorkerEnded() throws InterruptedException {
        return Objects.requireNonNull(workers.poll(60, TimeUnit.SECONDS), "no worker has ended");
    }

    /** The next connection to have ended, waiting for it. */
    public ConnectionReport awaitClosed() throws InterruptedException {
        return Objects.requireNonNull(closed.poll(60, TimeUnit.SECONDS), "no connection has ended");
    }

    /** The next to have ended for {@code reason}, waiting for it; skips others, and silent ones. */
    public ConnectionReport awaitClosed(CloseReason reason) throws InterruptedException {
        ConnectionReport report = awaitClosed();
        while (report.reason() != reason || report.bytesReceived() == 0) report = awaitClosed();
        return report;
    }

    public Recorder() {}

    @Override
    public void onOpened(ConnectionReport connection) {
        openedCount.incrementAndGet();
    }

    @Override
    public void onClosed(ConnectionReport connection) {
        closedCount.incrementAndGet();
        closed.add(connection);
    }

    @Override
    public void onRefused(SocketAddress peer, RefusalReason reason) {
        refusals.add(peer);
        refusalReasons.add(reason);
    }

    @Override
    public void onAcceptFailed(NetException error, Duration retryAfter) {
        acceptFailures.add(error);
    }

    @Override
    public void onAcceptRecovered(long failures) {
        acceptRecoveries.add(failures);
    }

    @Override
    public void onConnectFailed(ConnectFailureReport failure) {
        connectFailures.add(failure);
    }

    @Override
    public void onMemoryShort(long bytesMax) {
        memoryShort.incrementAndGet();
    }

    @Override
    public void onWorkerEnded(WorkerReport worker) {
        workers.add(worker);
    }

    @Override
    public void onFailed(Endpoint endpoint, Throwable failure) {
        failures.add(failure);
    }

    @Override
    public void onStuck(StuckReport report) {
        stuck.add(report);
    }
}
