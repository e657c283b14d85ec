package io.fairlead.cli.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.cli.chat.ServerLine.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerLineTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<ada> hello > there          | TALK    | ada | hello > there",
                "#tea <ada> hello             | TALK    | ada | hello",
                "<ada -> bob> psst            | WHISPER | ada | psst",
                "* ada waves                  | ACTION  | ada | waves",
                "#tea * ada waves             | ACTION  | ada | waves",
                "-ada- away                   | NOTICE  | ada | away",
                "*** ada has come in          | NEWS    | ''  | ada has come in",
                "#tea *** ada has come in     | NEWS    | ''  | ada has come in",
                "= in #lobby: @ada            | ANSWER  | ''  | in #lobby: @ada",
                "! the name is taken          | REFUSAL | ''  | the name is taken",
                "[2026-11-21 14:00:00Z] <a> b | PAST    | ''  | <a> b",
                "You are ada in #lobby. What  | OTHER   | ''  | You are ada in #lobby. What",
                "#tea without a mark          | OTHER   | ''  | #tea without a mark"
            })
    void theBeginningSaysWhatItIs(String text, Kind kind, String author, String words) {
        assertThat(ServerLine.of(text)).isEqualTo(new ServerLine(kind, text, author, words));
    }

    @Test
    void emptyIsALineToo() {
        assertThat(ServerLine.of("").kind()).isEqualTo(Kind.OTHER);
    }
}
