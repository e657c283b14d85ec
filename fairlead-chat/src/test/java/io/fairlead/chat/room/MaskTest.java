package io.fairlead.chat.room;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class MaskTest {
    /** With a regular expression this takes longer than the machine will last. */
    @Test
    void manyStarsTakeNoLongerThanFew() {
        String mask = "*a".repeat(40) + "*b";
        long begunNs = System.nanoTime();
        for (int i = 0; i < 1_000; i++)
            assertThat(new Mask(mask).matches("a".repeat(75))).isFalse();
        assertThat(System.nanoTime() - begunNs).isLessThan(TimeUnit.SECONDS.toNanos(30));
    }

    @Test
    void matchesWhatAnExpressionMatches() {
        long seed = System.nanoTime();
        RandomGenerator random = RandomGeneratorFactory.of("Xoroshiro128PlusPlus").create(seed);
        for (int i = 0; i < 20_000; i++) {
            String mask = text(random, "ab*?");
            String text = text(random, "abAB");
            String expression = mask.replace("*", ".*").replace('?', '.');
            assertThat(new Mask(mask).matches(text))
                    .as("seed %d: %s on %s", seed, mask, text)
                    .isEqualTo(
                            Pattern.compile(expression, Pattern.CASE_INSENSITIVE)
                                    .matcher(text)
                                    .matches());
        }
    }

    private static String text(RandomGenerator random, String letters) {
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(7);
        for (int i = 0; i < length; i++) {
            text.append(letters.charAt(random.nextInt(letters.length())));
        }
        return text.toString();
    }

    @ParameterizedTest
    @CsvSource({"bob,bob!*@*", "u@h,*!u@h", "n!u,n!u@*", "n!u@h,n!u@h", "*,*!*@*"})
    void isCompleted(String typed, String whole) throws Exception {
        assertThat(Mask.whole(typed).text()).isEqualTo(whole);
    }

    @ParameterizedTest
    @ValueSource(strings = {":a", "a b", "a\u0007", "a\u202eb", "\u2000"})
    void whatNoLineCanCarryIsRefused(String typed) {
        assertThatThrownBy(() -> Mask.whole(typed))
                .isInstanceOf(RefusedException.class)
                .hasMessageEndingWith(" is not a mask");
        assertThatThrownBy(() -> Mask.whole("x".repeat(Mask.BYTES_MAX + 1)))
                .hasMessageContaining("at most 128 bytes");
    }
}
