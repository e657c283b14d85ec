package io.fairlead.server;

import io.fairlead.net.Endpoint;
import io.fairlead.net.NetException;
import io.fairlead.net.text.Printable;
import io.fairlead.server.report.ConnectFailureReport;
import io.fairlead.server.report.ConnectionReport;
import io.fairlead.server.report.RefusalReason;
import io.fairlead.server.report.StallReport;
import io.fairlead.server.report.StuckReport;
import io.fairlead.server.report.WorkerReport;
import io.fairlead.server.watch.FailureLog;
import io.fairlead.server.watch.FailureText;
import io.fairlead.service.CloseReason;
import java.io.IOException;
import java.net.SocketAddress;
import java.time.Duration;

/** Logs what somebody should look at, and nothing else. */
final class LogObserver implements ServerObserver {
    private static final System.Logger LOG = System.getLogger("io.fairlead");

    private final FailureLog failures = new FailureLog();
    private final FailureLog warnings = new FailureLog(System.Logger.Level.WARNING);

    @Override
    public void onClosed(ConnectionReport connection) {
        Throwable failure = connection.failure();
        logProxy(connection);
        if (!connection.serviceFailed() || failure == null) return;
        String who = Endpoint.describe(connection.remoteAddress());
        failures.log(connection.endpoint() + " " + who + ": " + failed(connection), failure);
    }

    /** A proxy that is set up in another way than this server: nobody gets through. */
    private void logProxy(ConnectionReport connection) {
        CloseReason reason = connection.reason();
        if (reason != CloseReason.PROXY_FAILED && reason != CloseReason.PROXY_TIMEOUT) return;
        Throwable failure = connection.failure();
        String why =
                failure == null
                        ? reason.words()
                        : Printable.of(String.valueOf(failure.getMessage()));
        String who = Endpoint.describe(connection.remoteAddress());
        warnings.log(connection.endpoint() + " " + who + ": " + why);
    }

    @Override
    public void onRefused(SocketAddress peer, RefusalReason reason) {
        if (reason != RefusalReason.NOT_A_PROXY) return; // the others are meant
        warnings.log(Endpoint.describe(peer) + " was refused: " + reason.words());
    }

    /** Who failed; the service if it did so in onClose, after an end of another kind. */
    private static String failed(ConnectionReport connection) {
        CloseReason reason = connection.reason();
        if (reason == CloseReason.CODEC_FAILED || reason == CloseReason.SERVER_FAILED) {
            return reason.words();
        }
        return CloseReason.SERVICE_FAILED.words();
    }

    @Override
    public void onFailed(Endpoint endpoint, Throwable failure) {
        String words = endpoint + ": the server has failed, and is closing: ";
        LOG.log(
                System.Logger.Level.ERROR,
                words + FailureText.line(failure) + FailureText.stack(failure));
    }

    @Override
    public void onStuck(StuckReport stuck) {
        LOG.log(System.Logger.Level.WARNING, stuck.words());
    }

    @Override
    public void onFallback(Model wanted, Model used, String reason) {
        LOG.log(
                System.Logger.Level.WARNING,
                "model " + wanted.word() + ": " + reason + "; using " + used.word());
    }

    @Override
    public void onStall(StallReport stall) {
        LOG.log(System.Logger.Level.WARNING, stall.words());
    }

    @Override
    public void onAcceptFailed(NetException error, Duration retryAfter) {
        LOG.log(System.Logger.Level.WARNING, error.getMessage());
    }

    @Override
    public void onAcceptRecovered(long failures) {
        LOG.log(System.Logger.Level.INFO, "accepting again, after " + failures + " failures");
    }

    @Override
    public void onConnectFailed(ConnectFailureReport failure) {
        warnings.log(failure.words());
    }

    @Override
    public void onMemoryShort(long bytesMax) {
        LOG.log(
                System.Logger.Level.WARNING,
                "all " + bytesMax + " bytes of buffers are in use: connections wait for memory");
    }

    @Override
    public void onMemoryRecovered(long refusals) {
        LOG.log(System.Logger.Level.INFO, "memory is free again, after " + refusals + " refusals");
    }

    @Override
    public void onDatagramsDroppedByKernel(Endpoint endpoint, long count) {
        LOG.log(
                System.Logger.Level.WARNING,
                endpoint
                        + ": the kernel dropped "
                        + count
                        + " datagrams because the receive buffer was full: they arrived faster than"
                        + " they were served. To help, raise net.core.rmem_max, use more loops, or"
                        + " make the service wait less");
    }

    @Override
    public void onWorkerEnded(WorkerReport worker) {
        LOG.log(System.Logger.Level.WARNING, worker.sentence());
    }

    @Override
    public void onCertificatesFailed(Endpoint endpoint, IOException reason) {
        LOG.log(
                System.Logger.Level.WARNING,
                endpoint + ": its certificates stay as they were: " + reason.getMessage());
    }
}
