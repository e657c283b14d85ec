package io.fairlead.cli.talk.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.cli.talk.local.EscapeMenu.Next;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EscapeMenuTest {
    private final List<String> said = new ArrayList<>();
    private final EscapeMenu menu = new EscapeMenu(said::add, false, true);
    private boolean quit;

    private final TalkControl conversation =
            new TalkControl() {
                @Override
                public String status() {
                    return "sent 7 bytes";
                }

                @Override
                public void quit() {
                    quit = true;
                }
            };

    @ParameterizedTest
    @CsvSource({"'', GO_ON", "'  ', GO_ON", "eof, END_INPUT", "e, END_INPUT", "BREAK, BREAK"})
    void commandsMayBeAbbreviated(String line, Next next) {
        assertThat(menu.obey(line)).isEqualTo(next);
        assertThat(said).isEmpty();
    }

    @Test
    void quitEndsTheTalk() {
        menu.about(conversation);
        assertThat(menu.obey("q")).isEqualTo(Next.GO_ON);
        assertThat(quit).isTrue();
    }

    @Test
    void statusIsThatOfThePresentTalk() {
        assertThat(menu.obey("status")).isEqualTo(Next.ASK);
        menu.about(conversation);
        assertThat(menu.obey("s")).isEqualTo(Next.ASK);
        assertThat(said).containsExactly("there is no connection", "sent 7 bytes");
    }

    @Test
    void hexIsSwitched() {
        assertThat(menu.isHex()).isFalse();
        assertThat(menu.obey("hex on")).isEqualTo(Next.GO_ON);
        assertThat(menu.isHex()).isTrue();
        assertThat(menu.obey("h off")).isEqualTo(Next.GO_ON);
        assertThat(menu.isHex()).isFalse();
        assertThat(menu.obey("hex")).isEqualTo(Next.ASK);
        assertThat(said).containsExactly("write hex on, or hex off");
    }

    @Test
    void whatCannotBeIsSaid() {
        assertThat(new EscapeMenu(said::add, false, false).obey("break")).isEqualTo(Next.ASK);
        assertThat(menu.obey("sing")).isEqualTo(Next.ASK);
        assertThat(menu.obey("?")).isEqualTo(Next.ASK);
        assertThat(menu.obey("quit")).isEqualTo(Next.ASK);
        assertThat(said.get(0)).contains("only a stream");
        assertThat(said.get(1)).startsWith("there is no command sing; quit: close");
        assertThat(said.get(2)).startsWith("quit: close");
        assertThat(said.get(3)).contains("there is no connection");
    }
}
