package io.fairlead.cli.serve;

import io.fairlead.cli.text.DurationText;
import io.fairlead.cli.text.SizeText;
import io.fairlead.cli.tls.ShownTls;
import io.fairlead.net.Endpoint;
import io.fairlead.net.NetException;
import io.fairlead.server.Model;
import io.fairlead.server.ServerObserver;
import io.fairlead.server.report.ConnectionReport;
import io.fairlead.server.report.RefusalReason;
import io.fairlead.server.report.StallReport;
import io.fairlead.server.report.StuckReport;
import io.fairlead.server.report.WorkerReport;
import java.io.IOException;
import java.net.SocketAddress;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/** Logs what happens at one endpoint. Safe for any thread. */
public class Journal implements ServerObserver {
    private final Log log;
    private final BiConsumer<Model, String> onFallback;
    private final Runnable onFailure;
    private volatile Endpoint endpoint;

    /**
     * @param onFallback hears of another model that serves, and why; called while it is opened
     * @param onFailure is called when the endpoint is not served any more
     */
    public Journal(
            Log log, Endpoint endpoint, BiConsumer<Model, String> onFallback, Runnable onFailure) {
        this.log = log;
        this.endpoint = endpoint;
        this.onFallback = onFallback;
        this.onFailure = onFailure;
    }

    /** The endpoint has its real port now. */
    public final void bound(Endpoint bound) {
        endpoint = bound;
    }

    @Override
    public void onFallback(Model wanted, Model used, String reason) {
        onFallback.accept(used, reason);
    }

    @Override
    public void onFailed(Endpoint where, Throwable failure) {
        log.event(
                LogEvent.of("failed", where + " is not served any more: " + failure)
                        .with("endpoint", where.toString())
                        .with("error", failure.toString()));
        onFailure.run();
    }

    @Override
    public void onStuck(StuckReport stuck) {
        log.event(
                LogEvent.of("stuck", inOneLine(stuck.words()))
                        .with("endpoint", endpoint.toString())
                        .with("thread", stuck.thread())
                        .with("duration_ms", stuck.waited())
                        .with("stack", stack(stuck.stack())));
    }

    @Override
    public void onStall(StallReport stall) {
        log.event(
                LogEvent.of("stalled", inOneLine(stall.words()))
                        .with("endpoint", endpoint.toString())
                        .with("thread", stall.thread())
                        .with("duration_ms", stall.duration())
                        .with("stack", stack(stall.stack())));
    }

    /** A stack has a line for each call; a log has one for all. */
    private static String inOneLine(String words) {
        return words.replaceFirst("\n    at ", "; at ").replace("\n    at ", " < ");
    }

    private static String stack(List<StackTraceElement> calls) {
        return calls.stream().map(StackTraceElement::toString).collect(Collectors.joining(" < "));
    }

    @Override
    public void onOpened(ConnectionReport connection) {
        log.detail(() -> LogEvent.opened(connection));
    }

    @Override
    public void onClosed(ConnectionReport connection) {
        if (connection.serviceFailed()) {
            log.event(LogEvent.closed(connection));
        } else {
            log.detail(() -> LogEvent.closed(connection));
        }
    }

    @Override
    public void onRefused(SocketAddress peer, RefusalReason reason) {
        String who = Endpoint.describe(peer);
        log.detail(() ->
                LogEvent.of("refused", endpoint + " " + who + " refused: " + reason.words())
                        .with("endpoint", endpoint.toString())
                        .with("peer", who)
                        .with("reason", reason.words()));
    }

    @Override
    public void onAcceptFailed(NetException error, Duration retryAfter) {
        String message = String.valueOf(error.getMessage());
        log.event(
                LogEvent.of(
                                "accept_failed",
                                message + "; next try in " + DurationText.brief(retryAfter))
                        .with("endpoint", endpoint.toString())
                        .with("error", message)
                        .with("retry_after_ms", retryAfter));
    }

    @Override
    public void onMemoryShort(long bytesMax) {
        String words =
                " all "
                        + SizeText.brief(bytesMax)
                        + " of buffers are in use: connections wait for memory (--buffer-total)";
        log.event(
                LogEvent.of("memory_short", endpoint + words)
                        .with("endpoint", endpoint.toString())
                        .with("bytes_max", bytesMax));
    }

    @Override
    public void onMemoryRecovered(long refusals) {
        log.event(
                LogEvent.of(
                                "memory_recovered",
                                endpoint + " memory is free again, after " + refusals + " refusals")
                        .with("endpoint", endpoint.toString())
                        .with("refusals", refusals));
    }

    @Override
    public void onDatagramsDroppedByKernel(Endpoint where, long count) {
        String words =
                " the kernel dropped "
                        + count
                        + " datagrams because the receive buffer was full: they arrived faster"
                        + " than they"
                        + " were served (--loops; sysctl net.core.rmem_max)";
        log.event(
                LogEvent.of("datagrams_dropped_by_kernel", where + words)
                        .with("endpoint", where.toString())
                        .with("count", count));
    }

    @Override
    public void onWorkerEnded(WorkerReport worker) {
        log.event(
                LogEvent.of("worker_ended", endpoint + " " + worker.sentence())
                        .with("endpoint", endpoint.toString())
                        .with("pid", worker.pid())
                        .with("how", worker.how())
                        .with("connections_lost", worker.connectionsLost())
                        .with("restart_after_ms", worker.restartAfter()));
    }

    @Override
    public void onAcceptRecovered(long failures) {
        log.event(
                LogEvent.of(
                                "accept_recovered",
                                endpoint + " accepts again; it had failed " + failures + "x")
                        .with("endpoint", endpoint.toString())
                        .with("failures", failures));
    }

    @Override
    public void onCertificates(Endpoint where, List<X509Certificate> shown) {
        List<String> brief = shown.stream().map(ShownTls::certificate).toList();
        log.event(
                LogEvent.of(
                                "certificates",
                                where + " shows new certificates: " + String.join("; ", brief))
                        .with("endpoint", where.toString())
                        .with("certificates", String.join("; ", brief)));
    }

    @Override
    public void onCertificatesFailed(Endpoint where, IOException reason) {
        String message = String.valueOf(reason.getMessage());
        log.event(
                LogEvent.of(
                                "certificates_failed",
                                where + " shows the certificates that it had: " + message)
                        .with("endpoint", where.toString())
                        .with("error", message));
    }

    @Override
    public void onAccess(Endpoint where, int networks) {
        String words = where + " has new lists of networks, " + networks + " in all";
        log.event(
                LogEvent.of("access", words)
                        .with("endpoint", where.toString())
                        .with("networks", networks));
    }

    @Override
    public void onAccessFailed(Endpoint where, IOException reason) {
        String message = String.valueOf(reason.getMessage());
        log.event(
                LogEvent.of("access_failed", where + " keeps the networks that it had: " + message)
                        .with("endpoint", where.toString())
                        .with("error", message));
    }
}
