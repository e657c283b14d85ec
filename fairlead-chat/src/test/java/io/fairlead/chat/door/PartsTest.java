package io.fairlead.chat.door;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PartsTest {
    @ParameterizedTest
    @ValueSource(strings = {"abcdef ghi", "\u00e9\u6797\ud83d\ude00\u0007", "", "   ", " a  b c "})
    void nothingIsLostAndNoPartIsTooLong(String text) {
        for (int bytesMax = 4; bytesMax < 40; bytesMax++) {
            List<String> parts = Parts.of(text.repeat(20), bytesMax);
            assertThat(parts).allSatisfy(part -> assertThat(part).isNotEmpty());
            for (String part : parts) {
                assertThat(part.getBytes(UTF_8).length).isLessThanOrEqualTo(bytesMax);
            }
            assertThat(String.join("", parts).replace(" ", ""))
                    .isEqualTo(text.repeat(20).replace(" ", "").replace("\u0007", "\\x07"));
        }
    }

    @Test
    void aBudgetBelowOneCharacterIsRefusedRatherThanTriedForEver() {
        for (int bytesMax : new int[] {3, 0, -1, Integer.MIN_VALUE}) {
            assertThatThrownBy(() -> Parts.of("x", bytesMax))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
