package io.fairlead.cli.relay;

import io.fairlead.cli.serve.Journal;
import io.fairlead.cli.serve.Log;
import io.fairlead.cli.serve.LogEvent;
import io.fairlead.cli.text.DurationText;
import io.fairlead.net.Endpoint;
import io.fairlead.net.NetException;
import io.fairlead.server.Model;
import io.fairlead.server.report.ConnectionReport;
import io.fairlead.service.CloseReason;
import io.fairlead.services.relay.RelayObserver;
import io.fairlead.services.relay.RelayReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Logs what happens at a relay: one line for the beginning of a connection, one for its end. */
final class RelayJournal extends Journal implements RelayObserver {
    private final Log log;
    private final Endpoint endpoint;

    /** As {@link Journal}. */
    RelayJournal(
            Log log, Endpoint endpoint, BiConsumer<Model, String> onFallback, Runnable onFailure) {
        super(log, endpoint, onFallback, onFailure);
        this.log = log;
        this.endpoint = endpoint;
    }

    @Override
    public void onOpened(ConnectionReport connection) {} // onJoined says more

    @Override
    public void onClosed(ConnectionReport connection) {
        if (connection.serviceFailed()) super.onClosed(connection); // else onEnded says more
    }

    @Override
    public void onJoined(RelayReport connection) {
        String asked = connection.detail() == null ? "" : connection.detail() + ", ";
        log.detail(() ->
                event("opened", connection, "opened, " + asked + "to " + connection.target()));
    }

    @Override
    public void onMisbehaved(RelayReport connection, String what) {
        log.detail(() -> event("misbehaved", connection, what));
    }

    @Override
    public void onEnded(RelayReport connection) {
        log.detail(() -> closed(connection));
    }

    @Override
    public void onTargetFailed(Endpoint target, NetException error, Duration retryAfter) {
        String message = String.valueOf(error.getMessage());
        String words = message + "; next try after " + DurationText.brief(retryAfter);
        log.event(
                LogEvent.of("target_failed", words)
                        .with("target", target.toString())
                        .with("error", message)
                        .with("retry_after_ms", retryAfter));
    }

    private LogEvent closed(RelayReport connection) {
        String reason = reason(connection);
        String words =
                String.format(
                        Locale.ROOT,
                        "closed: %s; %d bytes to the target, %d to the client, %s",
                        reason,
                        connection.bytesToTarget(),
                        connection.bytesToClient(),
                        DurationText.seconds(connection.duration()));
        return event("closed", connection, words)
                .with("bytes_to_target", connection.bytesToTarget())
                .with("bytes_to_client", connection.bytesToClient())
                .with("duration_ms", connection.duration())
                .with("reason", reason);
    }

    /** The end that closed by itself: the relay has closed the other one because of it. */
    private static String reason(RelayReport connection) {
        List<String> parts = new ArrayList<>();
        if (connection.clientReason() == connection.targetReason()) {
            parts.add("both ends: " + words(connection.clientReason()));
        } else {
            if (isOwn(connection.clientReason())) {
                parts.add("client: " + words(connection.clientReason()));
            }
            if (isOwn(connection.targetReason())) {
                parts.add("target: " + words(connection.targetReason()));
            }
        }
        if (connection.detail() != null) parts.add(connection.detail());
        return String.join(", ", parts);
    }

    private static boolean isOwn(@Nullable CloseReason reason) {
        return reason != null
                && reason != CloseReason.SERVICE_CLOSED
                && reason != CloseReason.SERVICE_ABORTED;
    }

    private static String words(@Nullable CloseReason reason) {
        return reason == null ? "open" : reason.words();
    }

    private LogEvent event(String name, RelayReport connection, String words) {
        String peer = Endpoint.describe(connection.client());
        String subject = endpoint + " #" + connection.id() + " " + peer + " ";
        LogEvent event =
                LogEvent.of(name, subject + words)
                        .with("endpoint", endpoint.toString())
                        .with("peer", peer)
                        .with("id", connection.id());
        return connection.target() == null
                ? event
                : event.with("target", connection.target().toString());
    }
}
