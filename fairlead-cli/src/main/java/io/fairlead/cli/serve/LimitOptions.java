package io.fairlead.cli.serve;

import static io.fairlead.cli.serve.ConnectionLimitOptions.count;
import static io.fairlead.cli.serve.ConnectionLimitOptions.time;

import io.fairlead.cli.text.ByteCount;
import io.fairlead.service.Limits;
import io.fairlead.services.ReplyRates;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that set {@link Limits}. */
final class LimitOptions {
    @Mixin ConnectionLimitOptions connections = new ConnectionLimitOptions();

    @Option(
            names = "--min-rate",
            paramLabel = "SIZE",
            defaultValue = "0",
            description =
                    "Close below this many bytes a second, in and out, while waiting for the"
                            + " client;"
                            + " a mean over --frame-timeout; 0 is off. Default: 0.")
    @Nullable ByteCount minRate;

    @Option(
            names = "--frame-timeout",
            paramLabel = "DURATION",
            defaultValue = "30s",
            description = "Close if a frame (a line) is not complete in time. Default: 30s.")
    @Nullable Duration frameTimeout;

    @Option(
            names = "--stall-timeout",
            paramLabel = "DURATION",
            defaultValue = "1s",
            description = "Report a service that blocks an event loop this long. Default: 1s.")
    @Nullable Duration stallTimeout;

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
            description = "Connections that may wait for a pool thread. Default: 100.")
    int poolQueue;

    @Option(
            names = "--answer-rate",
            paramLabel = "COUNT",
            defaultValue = "1000",
            description =
                    "UDP answers per second to one IPv4 address or IPv6 network, which can be"
                            + " forged; 0 is no limit. Default: 1000.")
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
        return connections
                .limits(isPublic)
                .bytesPerSecondMin(rate())
                .frameTimeout(time("--frame-timeout", frameTimeout))
                .stallTimeout(time("--stall-timeout", stallTimeout))
                .poolThreads(count("--pool-threads", poolThreads))
                .poolQueueMax(count("--pool-queue", poolQueue))
                .build();
    }

    private int rate() {
        long bytes = Objects.requireNonNull(minRate).bytes();
        if (bytes >= 0 && bytes <= 1 << 30) return (int) bytes;
        throw new IllegalArgumentException("--min-rate must be from 0 to 1 GiB");
    }
}
