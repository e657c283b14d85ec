package io.fairlead.cli.serve;

import io.fairlead.cli.text.DurationText;
import io.fairlead.frame.FrameException;
import io.fairlead.net.Endpoint;
import io.fairlead.server.report.ConnectionReport;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened, for a line of the log. Not to be changed once it is logged.
 *
 * @param time when
 * @param name which event; stable
 * @param words the same for people, without the time
 * @param fields what programs read: stable names, in order
 */
public record LogEvent(Instant time, String name, String words, Map<String, Object> fields) {
    /** Starts an event that happens now. */
    public static LogEvent of(String name, String words) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        return new LogEvent(now, name, words, new LinkedHashMap<>());
    }

    /** Adds a field. */
    public LogEvent with(String field, Object value) {
        fields.put(field, value);
        return this;
    }

    /** Adds a field in milliseconds. */
    public LogEvent with(String field, Duration value) {
        return with(field, Math.round(value.toNanos() / 1e3) / 1e3);
    }

    /** A client came. */
    static LogEvent opened(ConnectionReport connection) {
        return ofConnection("opened", connection, "opened");
    }

    /** A client has gone. */
    static LogEvent closed(ConnectionReport connection) {
        String reason = connection.reason() == null ? "" : connection.reason().words();
        String error = error(connection.failure());
        String detail = connection.detail() == null ? error : connection.detail();
        long worker = connection.workerPid();
        String words =
                String.format(
                        Locale.ROOT,
                        "closed: %s%s; %d bytes in, %d out, %s%s",
                        reason,
                        detail.isEmpty() ? "" : " (" + detail + ")",
                        connection.bytesReceived(),
                        connection.bytesSent(),
                        DurationText.seconds(connection.duration()),
                        worker == 0 ? "" : "; worker process " + worker);
        LogEvent event =
                ofConnection("closed", connection, words)
                        .with("bytes_received", connection.bytesReceived())
                        .with("bytes_sent", connection.bytesSent())
                        .with("duration_ms", connection.duration())
                        .with("reason", reason);
        if (worker != 0) event.with("worker_pid", worker);
        if (connection.detail() != null) event.with("detail", connection.detail());
        return error.isEmpty() ? event : event.with("error", error);
    }

    private static LogEvent ofConnection(String name, ConnectionReport connection, String words) {
        String peer = Endpoint.describe(connection.remoteAddress());
        String subject = connection.endpoint() + " #" + connection.id() + " " + peer + " ";
        return of(name, subject + words)
                .with("endpoint", connection.endpoint().toString())
                .with("peer", peer)
                .with("id", connection.id());
    }

    private static String error(@Nullable Throwable failure) {
        if (failure == null) return "";
        // What a service throws may say little without its name.
        return failure instanceof IOException || failure instanceof FrameException
                ? String.valueOf(failure.getMessage())
                : failure.toString();
    }
}
