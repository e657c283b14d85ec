package io.fairlead.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestTest {
    private static final List<String> WORDS =
            List.of("echo", "discard", "daytime", "chargen", "time", "upper", "greet", "ack");

    @ParameterizedTest
    @CsvSource({
        "ehco,echo",
        "eco,echo",
        "Echo,echo",
        "chargne,chargen",
        "char,chargen",
        "day,daytime",
        "times,time",
        "uper,upper",
        "greeting,",
        "dsicard,discard",
        "ak,ack",
        "x,",
        "abc,",
        "'',",
        "http,",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa,"
    })
    void typosAreUnderstood(String typed, @Nullable String meant) {
        assertThat(Nearest.of(typed, WORDS)).isEqualTo(Optional.ofNullable(meant));
    }
}
