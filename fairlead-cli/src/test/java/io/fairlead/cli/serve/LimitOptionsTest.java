package io.fairlead.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fairlead.cli.text.ByteCount;
import io.fairlead.cli.text.DurationText;
import io.fairlead.service.KeepAlive;
import io.fairlead.service.Limits;
import io.fairlead.service.LimitsBuilder;
import io.fairlead.service.OverLimit;
import io.fairlead.services.ReplyRates;
import java.lang.reflect.Method;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** The options that set limits, and the defaults that their help states. */
class LimitOptionsTest {
    private static final String ALL =
            "--max-connections 1 --max-per-source 2 --source-rate 22 --over-limit refuse"
                    + " --refusal-text no"
                    + " --min-rate 3 --queue-bytes 4 --buffer-total 5k --pool-threads 6"
                    + " --pool-queue 7 --backlog 8 --udp-peers 9"
                    + " --idle-timeout 11s --first-byte-timeout 12s --frame-timeout 13s"
                    + " --handshake-timeout 21s"
                    + " --write-timeout 14s --half-closed-timeout 15s --lifetime 16s"
                    + " --linger 17s --stall-timeout 18s --keep-alive 20s"
                    + " --udp-peer-timeout 19s";

    @CommandLine.Command
    static final class Holder {
        @CommandLine.Mixin LimitOptions options = new LimitOptions();
    }

    private static Limits parse(String... args) {
        return options(args).limits(false);
    }

    private static LimitOptions options(String... args) {
        Holder holder = new Holder();
        CommandLine line = new CommandLine(holder).setCaseInsensitiveEnumValuesAllowed(true);
        line.registerConverter(Duration.class, DurationText::parse);
        line.registerConverter(ByteCount.class, ByteCount::parse);
        var _ = line.parseArgs(args);
        return holder.options;
    }

    @Test
    void theDefaultsAreThoseOfTheLibrary() {
        assertThat(parse()).isEqualTo(Limits.DEFAULT);
    }

    @Test
    void ofStrangersNoneGetsAllThePlaces() {
        assertThat(options().limits(true).connectionsPerSourceMax()).isEqualTo(1_000);
        String[] few = {"--max-connections", "5"};
        assertThat(options(few).limits(true).connectionsPerSourceMax()).isOne();
        String[] asked = {"--max-per-source", "20000"};
        assertThat(options(asked).limits(true).connectionsPerSourceMax()).isEqualTo(20_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"3s", "10h"})
    void keepAliveIsWhatTheKernelTakes(String time) {
        assertThatThrownBy(() -> parse("--keep-alive", time))
                .hasMessage("--keep-alive must be from 4s to 9h");
    }

    @ParameterizedTest
    @CsvSource({"1000, 1000, 50000", "0, 0, 0", "1, 1, 50000", "60000, 60000, 60000"})
    void theRateOfAnswersIsWithinThatOfAll(String rate, int perSource, int total) {
        assertThat(options("--answer-rate", rate).replyRates())
                .isEqualTo(new ReplyRates(perSource, total));
        assertThat(options().replyRates()).isEqualTo(ReplyRates.DEFAULT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "1000000001"})
    void whatIsNoRateIsRefused(String rate) {
        assertThatThrownBy(() -> options("--answer-rate", rate).replyRates())
                .hasMessage("--answer-rate must be from 0 to 1000000000");
    }

    @Test
    void eachOptionSetsItsLimit() {
        KeepAlive keepAlive =
                new KeepAlive(
                        Duration.ofSeconds(20), Duration.ofSeconds(5), 4, Duration.ofSeconds(40));
        assertThat(parse(ALL.split(" ", -1)))
                .isEqualTo(times(counts()).keepAlive(keepAlive).build());
    }

    @Test
    void everyLimitHasAnOption() throws Exception {
        Limits changed = parse(ALL.split(" ", -1));
        for (Method setter : LimitsBuilder.class.getMethods()) {
            if (setter.getReturnType() != LimitsBuilder.class) continue;
            Method limit = Limits.class.getMethod(setter.getName());
            assertThat(limit.invoke(changed))
                    .as(setter.getName())
                    .isNotEqualTo(limit.invoke(Limits.DEFAULT));
        }
    }

    private static LimitsBuilder counts() {
        return Limits.builder()
                .connectionsMax(1)
                .connectionsPerSourceMax(2)
                .connectionsPerSourcePerSecond(22)
                .overLimit(OverLimit.REFUSE)
                .refusalText("no")
                .bytesPerSecondMin(3)
                .queuedBytesMax(4)
                .bufferBytesTotal(5 * 1024)
                .poolThreads(6)
                .poolQueueMax(7)
                .backlog(8)
                .datagramPeersMax(9);
    }

    private static LimitsBuilder times(LimitsBuilder limits) {
        return limits.idleTimeout(Duration.ofSeconds(11))
                .firstByteTimeout(Duration.ofSeconds(12))
                .frameTimeout(Duration.ofSeconds(13))
                .handshakeTimeout(Duration.ofSeconds(21))
                .writeTimeout(Duration.ofSeconds(14))
                .halfClosedTimeout(Duration.ofSeconds(15))
                .lifetimeMax(Duration.ofSeconds(16))
                .lingerTimeout(Duration.ofSeconds(17))
                .stallTimeout(Duration.ofSeconds(18))
                .datagramPeerTimeout(Duration.ofSeconds(19));
    }
}
