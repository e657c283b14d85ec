package io.fairlead.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fairlead.cli.text.ByteCount;
import io.fairlead.cli.text.DurationText;
import io.fairlead.service.Limits;
import io.fairlead.service.OverLimit;
import io.fairlead.services.ReplyRates;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** The options that set limits, and the defaults that their help states. */
class LimitOptionsTest {
    @CommandLine.Command
    static final class Holder {
        @CommandLine.Mixin LimitOptions options = new LimitOptions();
    }

    private static Limits parse(String... args) {
        return options(args).limits();
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
        Limits limits =
                parse(
                        ("--max-connections 1 --max-per-source 16"
                                        + " --over-limit refuse --refusal-text no"
                                        + " --idle-timeout 2s"
                                        + " --frame-timeout 3s --write-timeout 4s"
                                        + " --half-closed-timeout 5s --lifetime 6s --linger 7s"
                                        + " --stall-timeout 15s"
                                        + " --queue-bytes 8 --buffer-total 9k --pool-threads 10"
                                        + " --pool-queue 11 --backlog 12 --udp-peers 13"
                                        + " --udp-peer-timeout 14s")
                                .split(" ", -1));

        assertThat(limits)
                .isEqualTo(
                        new Limits(
                                1,
                                16,
                                OverLimit.REFUSE,
                                "no",
                                Duration.ofSeconds(2),
                                Duration.ofSeconds(3),
                                Duration.ofSeconds(4),
                                Duration.ofSeconds(5),
                                Duration.ofSeconds(6),
                                Duration.ofSeconds(7),
                                Duration.ofSeconds(15),
                                8,
                                9 * 1024,
                                10,
                                11,
                                12,
                                13,
                                Duration.ofSeconds(14)));
    }
}
