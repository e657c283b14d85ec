package io.fairlead.cli.serve;

import io.fairlead.cli.text.ByteCount;
import io.fairlead.service.KeepAlive;
import io.fairlead.service.Limits;
import io.fairlead.service.LimitsBuilder;
import io.fairlead.service.OverLimit;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that set {@link Limits} of whatever accepts connections or datagrams. */
public final class ConnectionLimitOptions {
    /** Many people may share one address, and one stranger has one. */
    private static final int PUBLIC_SHARE = 10;

    private static final int KEEP_ALIVE_PROBES = 4;
    private static final Duration KEEP_ALIVE_MIN = Duration.ofSeconds(KEEP_ALIVE_PROBES);
    private static final Duration KEEP_ALIVE_MAX = Duration.ofHours(9); // as the kernel

    @Option(
            names = "--max-connections",
            paramLabel = "COUNT",
            defaultValue = "10000",
            description = "Connections per endpoint at a time. Default: 10000.")
    int maxConnections;

    @Option(
            names = "--max-per-source",
            paramLabel = "COUNT",
            description =
                    "Connections from one IPv4 address or IPv6 network; further ones are refused."
                            + " Default: no limit; with --public, a tenth of --max-connections.")
    @Nullable Integer maxPerSource;

    @Option(
            names = "--source-rate",
            paramLabel = "COUNT",
            description =
                    "Connections a second of one such source, and as many at once; further ones"
                            + " are reset. Default: no limit.")
    @Nullable Integer sourceRate;

    @Option(
            names = "--over-limit",
            paramLabel = "wait|refuse",
            defaultValue = "wait",
            description = "Whether a further connection waits or is refused. Default: wait.")
    @Nullable OverLimit overLimit;

    @Option(
            names = "--refusal-text",
            paramLabel = "TEXT",
            description = "The line that a refused connection reads.")
    @Nullable String refusalText;

    @Option(
            names = "--idle-timeout",
            paramLabel = "DURATION",
            defaultValue = "10m",
            description = "Close after this long without traffic. Default: 10m.")
    @Nullable Duration idleTimeout;

    @Option(
            names = "--first-byte-timeout",
            paramLabel = "DURATION",
            defaultValue = "24h",
            description =
                    "Close if the client sends nothing this long after connecting. Default: 24h.")
    @Nullable Duration firstByteTimeout;

    @Option(
            names = "--handshake-timeout",
            paramLabel = "DURATION",
            defaultValue = "10s",
            description = "tls://: close if the handshake takes longer. Default: 10s.")
    @Nullable Duration handshakeTimeout;

    @Option(
            names = "--keep-alive",
            paramLabel = "DURATION",
            defaultValue = "1m",
            description =
                    "Probe a TCP client that is silent for this long, and give up after twice that."
                            + " Default: 1m.")
    @Nullable Duration keepAlive;

    @Option(
            names = "--write-timeout",
            paramLabel = "DURATION",
            defaultValue = "30s",
            description = "Cut a client that reads nothing for this long. Default: 30s.")
    @Nullable Duration writeTimeout;

    @Option(
            names = "--half-closed-timeout",
            paramLabel = "DURATION",
            defaultValue = "1m",
            description = "Close if nothing is sent this long after a half-close. Default: 1m.")
    @Nullable Duration halfClosedTimeout;

    @Option(
            names = "--lifetime",
            paramLabel = "DURATION",
            defaultValue = "24h",
            description = "Close every connection after this long. Default: 24h.")
    @Nullable Duration lifetime;

    @Option(
            names = "--linger",
            paramLabel = "DURATION",
            defaultValue = "2s",
            description = "Drain input for this long after closing, to avoid a reset. Default: 2s.")
    @Nullable Duration linger;

    @Option(
            names = "--queue-bytes",
            paramLabel = "SIZE",
            defaultValue = "1MiB",
            description = "Bytes that may wait to be sent to one client. Default: 1 MiB.")
    @Nullable ByteCount queueBytes;

    @Option(
            names = "--buffer-total",
            paramLabel = "SIZE",
            defaultValue = "256MiB",
            description = "Memory for all buffers of an endpoint. Default: 256 MiB.")
    @Nullable ByteCount bufferTotal;

    @Option(
            names = "--backlog",
            paramLabel = "COUNT",
            defaultValue = "1024",
            description = "Connections that the kernel queues before accept. Default: 1024.")
    int backlog;

    @Option(
            names = "--udp-peers",
            paramLabel = "COUNT",
            defaultValue = "10000",
            description = "Source addresses remembered at a time. Default: 10000.")
    int udpPeers;

    @Option(
            names = "--udp-peer-timeout",
            paramLabel = "DURATION",
            defaultValue = "1m",
            description = "Forget a source address that is silent for this long. Default: 1m.")
    @Nullable Duration udpPeerTimeout;

    /** With the defaults of the library. */
    public ConnectionLimitOptions() {}

    /**
     * The limits; those that no option here sets have their default.
     *
     * @param isPublic true if strangers may come, of whom none should get all the places
     * @throws IllegalArgumentException if one is none; the message names its option
     */
    public LimitsBuilder limits(boolean isPublic) {
        LimitsBuilder builder = Limits.builder();
        if (refusalText != null) builder.refusalText(refusalText);
        if (maxPerSource != null) {
            builder.connectionsPerSourceMax(count("--max-per-source", maxPerSource));
        } else if (isPublic) {
            builder.connectionsPerSourceMax(Math.max(1, maxConnections / PUBLIC_SHARE));
        }
        if (sourceRate != null) {
            builder.connectionsPerSourcePerSecond(count("--source-rate", sourceRate));
        }
        return times(counts(builder));
    }

    private LimitsBuilder counts(LimitsBuilder builder) {
        return builder.connectionsMax(count("--max-connections", maxConnections))
                .overLimit(Objects.requireNonNull(overLimit))
                .queuedBytesMax(Math.toIntExact(size("--queue-bytes", queueBytes, 1 << 30)))
                .bufferBytesTotal(size("--buffer-total", bufferTotal, Long.MAX_VALUE))
                .backlog(count("--backlog", backlog))
                .datagramPeersMax(count("--udp-peers", udpPeers));
    }

    private LimitsBuilder times(LimitsBuilder builder) {
        return builder.idleTimeout(time("--idle-timeout", idleTimeout))
                .firstByteTimeout(time("--first-byte-timeout", firstByteTimeout))
                .handshakeTimeout(time("--handshake-timeout", handshakeTimeout))
                .keepAlive(keepAlive())
                .writeTimeout(time("--write-timeout", writeTimeout))
                .halfClosedTimeout(time("--half-closed-timeout", halfClosedTimeout))
                .lifetimeMax(time("--lifetime", lifetime))
                .lingerTimeout(time("--linger", linger))
                .datagramPeerTimeout(time("--udp-peer-timeout", udpPeerTimeout));
    }

    private KeepAlive keepAlive() {
        Duration idle = time("--keep-alive", keepAlive);
        if (idle.compareTo(KEEP_ALIVE_MIN) < 0 || idle.compareTo(KEEP_ALIVE_MAX) > 0) {
            throw new IllegalArgumentException("--keep-alive must be from 4s to 9h");
        }
        Duration interval = idle.dividedBy(KEEP_ALIVE_PROBES);
        return new KeepAlive(idle, interval, KEEP_ALIVE_PROBES, idle.multipliedBy(2));
    }

    static int count(String option, int count) {
        if (count > 0) return count;
        throw new IllegalArgumentException(option + " must be above 0");
    }

    private static long size(String option, @Nullable ByteCount size, long max) {
        long bytes = Objects.requireNonNull(size).bytes();
        if (bytes > 0 && bytes <= max) return bytes;
        throw new IllegalArgumentException(
                option + " must be above 0" + (bytes > 0 ? " and at most 1 GiB" : ""));
    }

    static Duration time(String option, @Nullable Duration time) {
        Duration given = Objects.requireNonNull(time);
        if (given.isPositive() && given.compareTo(Limits.TIMEOUT_MAX) <= 0) return given;
        throw new IllegalArgumentException(
                option + " must be above 0 and at most " + Limits.TIMEOUT_MAX.toDays() + "d");
    }
}
