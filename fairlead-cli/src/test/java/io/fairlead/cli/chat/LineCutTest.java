package io.fairlead.cli.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LineCutTest {
    @ParameterizedTest
    @ValueSource(strings = {"x", "ab cd ", "\ud83d\ude00", "a/", "//", "/ ", "\u6797 /x"})
    void nothingIsLostAndEveryPieceIsSaid(String unit) {
        String line = ("-" + unit.repeat(5_000)).strip();
        List<String> pieces = LineCut.pieces(line);
        StringBuilder all = new StringBuilder(pieces.getFirst());
        for (String piece : pieces.subList(1, pieces.size())) {
            boolean marked = piece.startsWith("//");
            assertThat(piece.startsWith("/") && !marked).as("a command").isFalse();
            all.append(piece, marked ? 1 : 0, piece.length());
        }
        assertThat(all.toString()).isEqualTo(line);
        assertThat(pieces)
                .allSatisfy(piece -> {
                    assertThat(piece).hasSizeBetween(1, LineCut.CHARACTERS_MAX);
                    assertThat(Character.isLowSurrogate(piece.charAt(0))).isFalse();
                });
    }

    /** Each piece once copied what was left: this took half a minute. */
    @Test
    void aVeryLongLineIsCutInNoTime() {
        assertThat(LineCut.pieces("x".repeat(16 << 20))).hasSize((16 << 20) / 1_300 + 1);
    }

    @Test
    void aCommandThatWouldEndTheConnectionIsTooLong() {
        assertThat(LineCut.isTooLong("/msg ada " + "x".repeat(4_087))).isFalse();
        assertThat(LineCut.isTooLong("/msg ada " + "x".repeat(4_088))).isTrue();
        assertThat(LineCut.isTooLong("/msg ada " + "\u6797".repeat(1_363))).isTrue();
        assertThat(LineCut.isTooLong("//" + "x".repeat(10_000))).isFalse(); // is cut
        assertThat(LineCut.isTooLong("x".repeat(10_000))).isFalse();
    }
}
