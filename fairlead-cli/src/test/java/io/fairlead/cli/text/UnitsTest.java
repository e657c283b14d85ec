package io.fairlead.cli.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Durations, sizes, and words that were nearly right. */
class UnitsTest {
    @ParameterizedTest
    @CsvSource({
        "500ms, PT0.5S, 500ms",
        "2s, PT2S, 2s",
        "1.5s, PT1.5S, 1500ms",
        "90s, PT90S, 90s",
        "5m, PT5M, 5m",
        "1h, PT1H, 1h",
        "2d, PT48H, 2d",
        "250us, PT0.00025S, 250us",
        "0, PT0S, 0s",
        "10M, PT10M, 10m",
    })
    void durationsAreReadAndWritten(String text, Duration duration, String brief) {
        assertThat(DurationText.parse(text)).isEqualTo(duration);
        assertThat(DurationText.brief(duration)).isEqualTo(brief);
        assertThat(DurationText.parse(brief)).isEqualTo(duration);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "s", "-1s", "1 s", "1w", "1e3s", "1s2", "999999999999d", "٣s"})
    void otherDurationsAreRefusedWithWhatWouldBeRight(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DurationText.parse(text))
                .withMessageContaining("duration \"" + text + "\": ")
                .withMessageEndingWith("such as 500ms, 2s, 5m, 1h");
    }

    @ParameterizedTest
    @CsvSource({
        "512, 512, 512 B",
        "512B, 512, 512 B",
        "64KiB, 65536, 64 KiB",
        "64k, 65536, 64 KiB",
        "1M, 1048576, 1 MiB",
        "1.5MiB, 1572864, 1.5 MiB",
        "2GiB, 2147483648, 2 GiB",
        "0, 0, 0 B",
    })
    void sizesAreReadAndWritten(String text, long bytes, String brief) {
        assertThat(SizeText.parse(text)).isEqualTo(bytes);
        assertThat(SizeText.brief(bytes)).isEqualTo(brief);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "-1", "64KB", "1.5", "1T", "99999999999G", "1,024"})
    void otherSizesAreRefusedWithWhatWouldBeRight(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SizeText.parse(text))
                .withMessageContaining("size \"" + text + "\": ")
                .withMessageEndingWith("such as 512, 64KiB, 1M");
    }

    @ParameterizedTest
    @CsvSource({"selectr, selector", "VIRTUAL, virtual", "pol, pool", "slector, selector"})
    void theNearestWordIsFound(String typed, String word) {
        assertThat(Nearest.of(typed, List.of("virtual", "selector", "pool"))).hasValue(word);
    }

    @Test
    void whatIsFarFromAllWordsIsNotGuessed() {
        assertThat(Nearest.of("http", List.of("virtual", "selector"))).isEmpty();
        assertThat(Nearest.question("x", List.of("virtual"))).isEmpty();
    }
}
