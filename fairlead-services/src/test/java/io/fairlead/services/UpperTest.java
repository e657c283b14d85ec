package io.fairlead.services;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UpperTest {
    @Test
    void everyAsciiByteAtEveryPlaceOfALongWord() {
        for (int length = 1; length <= 17; length++) {
            for (int value = 0; value < 128; value++) {
                byte[] text = "~".repeat(length).getBytes(UTF_8);
                text[(value * 7) % length] = (byte) value;
                String expected = new String(text, UTF_8).toUpperCase(Locale.ROOT);
                byte[] upper = Upper.upper(text);
                assertThat(new String(upper, UTF_8)).isEqualTo(expected);
                assertThat(upper).as("ASCII takes no second array").isSameAs(text);
            }
        }
    }

    @Test
    void anyTextIsAsInJavaWhateverItsLength() {
        Random random = new Random(7);
        int[] alphabet = "az{`AZ \0éßŉǆΐ日本😀𐐨ı".codePoints().toArray();
        for (int round = 0; round < 20_000; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(20); i > 0; i--) {
                text.appendCodePoint(alphabet[random.nextInt(alphabet.length)]);
            }
            byte[] bytes = text.toString().getBytes(UTF_8);
            assertThat(new String(Upper.upper(bytes), UTF_8))
                    .isEqualTo(text.toString().toUpperCase(Locale.ROOT));
        }
    }

    @Test
    void whatIsNotUtf8KeepsItsBytes() {
        byte[] broken = {'a', (byte) 0xC3, 'z', (byte) 0xFF, (byte) 0xE1, (byte) 0xFA};
        assertThat(Upper.upper(broken))
                .containsExactly('A', (byte) 0xC3, 'Z', (byte) 0xFF, (byte) 0xE1, (byte) 0xFA);
    }

    /** Turkish has a capital of i with a dot; Lithuanian drops a dot above from the capital. */
    @ParameterizedTest
    @CsvSource({"tr,title é,TITLE É", "lt,į\u0307 i\u0307,Į\u0307 I\u0307"})
    void theSystemsLanguageDoesNotMatter(String language, String text, String expected) {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.of(language));
        try {
            byte[] upper = Upper.upper(text.getBytes(UTF_8));
            assertThat(new String(upper, UTF_8)).isEqualTo(expected);
        } finally {
            Locale.setDefault(before);
        }
    }
}
