package io.fairlead.cli.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStyle;
import org.junit.jupiter.api.Test;

class NameColorsTest {
    @Test
    void aNameHasOneColourEverywhere() {
        assertThat(NameColors.of("Ada")).isEqualTo(NameColors.of("ada")).isEqualTo(61);
        List<Integer> colors =
                IntStream.range(0, 200).mapToObj(i -> NameColors.of("guest_" + i)).toList();
        assertThat(colors.stream().distinct()).hasSizeGreaterThanOrEqualTo(10);
    }

    @Test
    void onlyTheNameIsColoured() {
        ServerLine line = ServerLine.of("#ada <ada> ada");
        AttributedString painted = new NameColors(true).paint(line);
        assertThat(painted.toString()).isEqualTo(line.whole());
        assertThat(painted.styleAt("#ada <".length()))
                .isEqualTo(AttributedStyle.DEFAULT.foreground(NameColors.of("ada")));
        assertThat(painted.styleAt(1)).isEqualTo(AttributedStyle.DEFAULT);
        assertThat(painted.styleAt("#ada <ada> ".length())).isEqualTo(AttributedStyle.DEFAULT);
    }

    @Test
    void withoutColoursThereAreNone() {
        for (String text : List.of("<ada> hi", "*** ada has come in", "! no")) {
            AttributedString plain = new NameColors(false).paint(ServerLine.of(text));
            assertThat(plain.toAnsi()).isEqualTo(text);
        }
    }
}
