package io.fairlead.cli.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class UnkeptTest {
    private final Unkept unkept = new Unkept();

    @Test
    void whatHasComeBackIsKept() {
        unkept.sent("one");
        unkept.sent("/who");
        unkept.sent("//two");
        unkept.sent("/me three");
        unkept.cameBack("one");
        unkept.cameBack("/two");
        assertThat(unkept.take()).containsExactly("three");
        assertThat(unkept.take()).isEmpty();
    }

    @Test
    void aLongMessageComesBackInParts() {
        unkept.sent("a long message");
        unkept.sent("next");
        unkept.cameBack("a long");
        assertThat(unkept.take()).containsExactly("message", "next");
    }

    @Test
    void whatWasRefusedIsForgottenWithTheNext() {
        unkept.sent("refused");
        unkept.sent("said");
        unkept.sent("last");
        unkept.cameBack("said");
        unkept.cameBack("of another run");
        assertThat(unkept.take()).containsExactly("last");
    }

    @Test
    void longLinesAreCutWhereTheServerTakesThem() {
        String line = "\ud83d\ude00".repeat(2_000) + " /x" + "word ".repeat(1_000);
        List<String> pieces = LineCut.pieces(line);
        assertThat(pieces).allMatch(piece -> piece.length() <= LineCut.CHARACTERS_MAX);
        assertThat(pieces).allMatch(piece -> !Character.isLowSurrogate(piece.charAt(0)));
        assertThat(String.join("", pieces)).isEqualTo(line);
        assertThat(LineCut.pieces("x".repeat(LineCut.CHARACTERS_MAX) + "/quit"))
                .last()
                .isEqualTo("//quit");
        assertThat(LineCut.pieces("/me " + line)).hasSize(1);
    }
}
