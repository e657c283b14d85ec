package io.fairlead.cli.serve;

import io.fairlead.cli.text.ByteCount;
import io.fairlead.service.KeepAlive;
import io.fairlead.service.Limits;
import io.fairlead.service.LimitsBuilder;
import io.fairlead.service.OverLimit;
import io.fairlead.services.ReplyRates;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that set {@link Limits}. */
final class LimitOptions {
    /** Many people may share one address, and one stranger has one. */
    private static final int PUBLIC_SHARE = 10;

    private static final int KEEP_ALIVE_PROBES = 4;
    private static final Duration KEEP_ALIVE_MIN = Duration.ofSeconds(KEEP_ALIVE_PROBES);
    private static final Duration KEEP_ALIVE_MAX = Duration.ofHours(9); // as the kernel

    @Option(
            names = "--max-connections",
            paramLabel = "COUNT",
            defaultValue = "10000",
            description = "Connections served at a time, at each endpoint. Default: 10000.")
    int maxConnections;

    @Option(
            names = "--max-per-source",
            paramLabel = "COUNT",
            description =
                    "Of these, from one IPv4 address or IPv6 network; one more is refused."
                            + " Default: no limit; with --public, a tenth of them.")
    @Nullable Integer maxPerSource;

    @Option(
            names = "--over-limit",
            paramLabel = "wait|refuse",
            defaultValue = "wait",
            description = "Whether one more connection waits or is told to go. Default: wait.")
    @Nullable OverLimit overLimit;

    @Option(
            names = "--refusal-text",
            paramLabel = "TEXT",
            description = "The line that a refused connection gets.")
    @Nullable String refusalText;

    @Option(
            names = "--idle-timeout",
            paramLabel = "DURATION",
            defaultValue = "10m",
            description = "Close when nothing came and went for so long. Default: 10m.")
    @Nullable Duration idleTimeout;

    @Option(
            names = "--first-byte-timeout",
            paramLabel = "DURATION",
            defaultValue = "24h",
            description = "Close when a client has sent nothing at all for so long. Default: 24h.")
    @Nullable Duration firstByteTimeout;

    @Option(
            names = "--min-rate",
            paramLabel = "SIZE",
            defaultValue = "0",
            description =
                    "Close when fewer bytes a second come and go while the client is waited for, as"
                            + " a mean over the frame timeout; 0 asks for none. Default: 0.")
    @Nullable ByteCount minRate;

    @Option(
            names = "--keep-alive",
            paramLabel = "DURATION",
            defaultValue = "1m",
            description =
                    "Ask a silent TCP client after so long whether it is there, and give it up"
                            + " after twice that. Default: 1m.")
    @Nullable Duration keepAlive;

    @Option(
            names = "--frame-timeout",
            paramLabel = "DURATION",
            defaultValue = "30s",
            description = "Close when a frame (a line) is not completed in time. Default: 30s.")
    @Nullable Duration frameTimeout;

    @Option(
            names = "--write-timeout",
            paramLabel = "DURATION",
            defaultValue = "30s",
            description = "Close when a client reads nothing for so long. Default: 30s.")
    @Nullable Duration writeTimeout;

    @Option(
            names = "--half-closed-timeout",
            paramLabel = "DURATION",
            defaultValue = "1m",
            description = "Close when nothing is sent after the client's end. Default: 1m.")
    @Nullable Duration halfClosedTimeout;

    @Option(
            names = "--lifetime",
            paramLabel = "DURATION",
            defaultValue = "24h",
            description = "Close every connection after so long. Default: 24h.")
    @Nullable Duration lifetime;

    @Option(
            names = "--linger",
            paramLabel = "DURATION",
            defaultValue = "2s",
            description = "Read on for so long after closing: no reset. Default: 2s.")
    @Nullable Duration linger;

    @Option(
            names = "--stall-timeout",
            paramLabel = "DURATION",
            defaultValue = "1s",
            description = "Report who holds an event loop for so long. Default: 1s.")
    @Nullable Duration stallTimeout;

    @Option(
            names = "--queue-bytes",
            paramLabel = "SIZE",
            defaultValue = "1MiB",
            description = "What may wait to be sent to one client. Default: 1 MiB.")
    @Nullable ByteCount queueBytes;

    @Option(
            names = "--buffer-total",
            paramLabel = "SIZE",
            defaultValue = "256MiB",
            description = "Memory of all buffers of an endpoint. Default: 256 MiB.")
    @Nullable ByteCount bufferTotal;

    @Option(
            names = "--pool-threads",
            paramLabel = "COUNT",
            defaultValue = "10",
            description = "Threads of --model pool. Default: 10.")
    int poolThreads;

    @Option(
            names = "--pool-queue",
            paramLabel = "COUNT",
            defaultValue = "100",
            description = "Connections that wait for one of these. Default: 100.")
    int poolQueue;

    @Option(
            names = "--backlog",
            paramLabel = "COUNT",
            defaultValue = "1024",
            description = "Connections that the kernel keeps until then. Default: 1024.")
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
            description = "Forget a silent source address after so long. Default: 1m.")
    @Nullable Duration udpPeerTimeout;

    @Option(
            names = "--answer-rate",
            paramLabel = "COUNT",
            defaultValue = "1000",
            description =
                    "UDP datagrams answered in a second to one IPv4 address or IPv6 network, whose"
                            + " name others can forge; 0 is no limit. Default: 1000.")
    int answerRate;

    /**
     * How many datagrams are answered: in all, at least as many as by default.
     *
     * @throws IllegalArgumentException if it is no rate; the message names the option
     */
    ReplyRates replyRates() {
        if (answerRate == 0) return ReplyRates.UNLIMITED;
        if (answerRate > 0 && answerRate <= ReplyRates.RATE_MAX) {
            return new ReplyRates(answerRate, Math.max(answerRate, ReplyRates.DEFAULT.total()));
        }
        throw new IllegalArgumentException("--answer-rate must be from 0 to 1000000000");
    }

    /**
     * The limits.
     *
     * @param isPublic true if strangers may come, of whom none should get all the places
     * @throws IllegalArgumentException if one is none; the message names its option
     */
    Limits limits(boolean isPublic) {
        LimitsBuilder builder = Limits.builder();
        if (refusalText != null) builder.refusalText(refusalText);
        if (maxPerSource != null) {
            builder.connectionsPerSourceMax(count("--max-per-source", maxPerSource));
        } else if (isPublic) {
            builder.connectionsPerSourceMax(Math.max(1, maxConnections / PUBLIC_SHARE));
        }
        return times(counts(builder)).build();
    }

    private LimitsBuilder counts(LimitsBuilder builder) {
        return builder.connectionsMax(count("--max-connections", maxConnections))
                .overLimit(Objects.requireNonNull(overLimit))
                .bytesPerSecondMin(rate())
                .queuedBytesMax(Math.toIntExact(size("--queue-bytes", queueBytes, 1 << 30)))
                .bufferBytesTotal(size("--buffer-total", bufferTotal, Long.MAX_VALUE))
                .poolThreads(count("--pool-threads", poolThreads))
                .poolQueueMax(count("--pool-queue", poolQueue))
                .backlog(count("--backlog", backlog))
                .datagramPeersMax(count("--udp-peers", udpPeers));
    }

    private LimitsBuilder times(LimitsBuilder builder) {
        return builder.idleTimeout(time("--idle-timeout", idleTimeout))
                .firstByteTimeout(time("--first-byte-timeout", firstByteTimeout))
                .keepAlive(keepAlive())
                .frameTimeout(time("--frame-timeout", frameTimeout))
                .writeTimeout(time("--write-timeout", writeTimeout))
                .halfClosedTimeout(time("--half-closed-timeout", halfClosedTimeout))
                .lifetimeMax(time("--lifetime", lifetime))
                .lingerTimeout(time("--linger", linger))
                .stallTimeout(time("--stall-timeout", stallTimeout))
                .datagramPeerTimeout(time("--udp-peer-timeout", udpPeerTimeout));
    }

    private int rate() {
        long bytes = Objects.requireNonNull(minRate).bytes();
        if (bytes >= 0 && bytes <= 1 << 30) return (int) bytes;
        throw new IllegalArgumentException("--min-rate must be from 0 to 1 GiB");
    }

    private KeepAlive keepAlive() {
        Duration idle = time("--keep-alive", keepAlive);
        if (idle.compareTo(KEEP_ALIVE_MIN) < 0 || idle.compareTo(KEEP_ALIVE_MAX) > 0) {
            throw new IllegalArgumentException("--keep-alive must be from 4s to 9h");
        }
        Duration interval = idle.dividedBy(KEEP_ALIVE_PROBES);
        return new KeepAlive(idle, interval, KEEP_ALIVE_PROBES, idle.multipliedBy(2));
    }

    private static int count(String option, int count) {
        if (count > 0) return count;
        throw new IllegalArgumentException(option + " must be above 0");
    }

    private static long size(String option, @Nullable ByteCount size, long max) {
        long bytes = Objects.requireNonNull(size).bytes();
        if (bytes > 0 && bytes <= max) return bytes;
        throw new IllegalArgumentException(
                option + " must be above 0" + (bytes > 0 ? " and at most 1 GiB" : ""));
    }

    private static Duration time(String option, @Nullable Duration time) {
        Duration given = Objects.requireNonNull(time);
        if (given.isPositive() && given.compareTo(Limits.TIMEOUT_MAX) <= 0) return given;
        throw new IllegalArgumentException(
                option + " must be above 0 and at most " + Limits.TIMEOUT_MAX.toDays() + "d");
    }
}
