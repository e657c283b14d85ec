package io.fairlead.testkit.shrink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChoiceTextTest {
    @Test
    void zerosAreCounted() {
        assertThat(ChoiceText.of(0, 0, 0, 7, 0, -12, 1, 0)).isEqualTo("z3,7,z1,-12,1");
        assertThat(ChoiceText.of()).isEqualTo("z0");
        assertThat(ChoiceText.of(0, 0)).isEqualTo("z0");
    }

    @Test
    void whatIsWrittenIsRead() {
        for (int seed = 0; seed < 1_000; seed++) {
            Random random = new Random(seed);
            long[] choices = new long[random.nextInt(30)];
            for (int i = 0; i < choices.length; i++) {
                if (random.nextInt(3) == 0) choices[i] = random.nextLong();
            }
            assertThat(ChoiceText.parse(ChoiceText.of(choices)))
                    .as("seed " + seed)
                    .isEqualTo(ChoiceText.trim(choices));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "1,,2", "z", "z-1", "1.5", "z9999999999", "z1000000,z1"})
    void whatIsNoneIsRefused(String text) {
        assertThatThrownBy(() -> ChoiceText.parse(text))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
