package io.fairlead.chat.door;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.chat.ChatOptions;
import io.fairlead.chat.history.JdbcHistory;
import io.fairlead.server.Model;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * No line that an IRC client reads has more than 512 bytes with its CR LF, tags apart (RFC 2812
 * section 2.3): whatever is said, by whom, through which door, under the longest names there are.
 */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class IrcLengthTest {
    private static final String NAME = "n".repeat(48);
    private static final String ROOM = "#" + "r".repeat(49);
    private static final String ALL_CAPS =
            "server-time message-tags echo-message multi-prefix batch draft/chathistory"
                    + " userhost-in-names";

    @TempDir private Path folder = Path.of("");

    @SuppressWarnings("NullAway.Init") // set before each test
    private Inn inn;

    @SuppressWarnings("NullAway.Init")
    private Guest ada;

    @SuppressWarnings("NullAway.Init")
    private Guest bob;

    @SuppressWarnings("NullAway.Init")
    private Guest lines;

    @BeforeEach
    void open() throws Exception {
        ChatOptions options =
                ChatOptions.DEFAULT
                        .withRate(1_000, 1_000)
                        .withServerName("s".repeat(59) + ".net")
                        .withGreeting(List.of("\u6797".repeat(400), "g".repeat(600)));
        inn = new Inn(Model.VIRTUAL, options, JdbcHistory.openFile(folder.resolve("chat.db")));
        ada = Guest.onIrc(inn.port(Doors.IRC), NAME, ALL_CAPS);
        bob = Guest.onIrc(inn.port(Doors.IRC), "bob", ALL_CAPS);
        lines = Guest.at(inn.port(Doors.LINES));
        ada.type("JOIN " + ROOM);
        ada.await(" 366 ");
        bob.type("JOIN " + ROOM);
        bob.await(" 366 ");
        lines.type("/nick " + "l".repeat(48), "/join " + ROOM);
        lines.await("you are in " + ROOM);
    }

    @AfterEach
    void close() throws Exception {
        ada.close();
        bob.close();
        lines.close();
        inn.close();
    }

    /** As many times as a line of IRC has room for, of what grows when it is shown, or does not. */
    private static String much(String unit, int bytesMax) {
        return unit.repeat(bytesMax / unit.getBytes(UTF_8).length);
    }

    @ParameterizedTest
    @ValueSource(strings = {"p", "\u0003", "\u0002 ", "\u00e9", "\u6797", "\ud83d\ude00", "p,"})
    void noLineIsLongerThanAClientMustTake(String unit) throws Exception {
        ada.type(
                "AWAY :" + much(unit, 490),
                "TOPIC " + ROOM + " :" + much(unit, 440),
                "PRIVMSG " + ROOM + " :" + much(unit, 440),
                "PRIVMSG bob :\u0001ACTION " + much(unit, 470) + "\u0001",
                "NOTICE " + ROOM + " :" + much(unit, 440),
                "MODE " + ROOM + " +bbbb " + (much(unit, 100) + " ").repeat(4),
                "MODE " + ROOM + " +k " + much(unit, 440),
                "KICK " + ROOM + " " + "l".repeat(48) + " :" + much(unit, 380),
                "JOIN #" + much(unit, 490),
                "CAP REQ :" + much(unit, 490),
                "PING :" + much(unit, 500),
                "ISON " + (NAME + " ").repeat(10),
                "USERHOST " + (NAME + " ").repeat(10),
                "WHO " + much(unit, 490),
                "WHO * %tcuihsnfdlaor,123",
                "WHOIS " + much(unit, 490),
                "WHOWAS " + much(unit, 490),
                "NAMES " + much(unit, 490),
                "CHATHISTORY LATEST " + ROOM + " * 100",
                "CHATHISTORY " + much(unit, 480) + " x x",
                "CHATHISTORY LATEST " + much(unit, 480) + " * 1",
                much(unit, 500),
                "PART " + ROOM + " :" + much(unit, 440),
                "JOIN " + ROOM,
                "QUIT :" + much(unit, 490));
        ada.awaitEnd();
        lines.type("/join " + ROOM, "/topic " + much(unit, 4_000), much(unit, 4_000));
        lines.type("/part " + ROOM, "/quit " + much(unit, 4_000));
        bob.await(" QUIT :");
        lines.awaitEnd();
        bob.type("LIST", "TOPIC " + ROOM, "MODE " + ROOM + " b", "PING end");
        bob.await("PONG");
        List<String> all = Stream.concat(bob.soFar().stream(), ada.soFar().stream()).toList();
        assertThat(all).hasSizeGreaterThan(60).allSatisfy(IrcLengthTest::isShort);
        assertThat(bob.soFar())
                .anyMatch(line -> line.contains("ACTION") && line.endsWith("\u0001"));
    }

    private static void isShort(String line) {
        String body = line.startsWith("@") ? line.substring(line.indexOf(' ') + 1) : line;
        assertThat(body.getBytes(UTF_8).length).as(body).isLessThanOrEqualTo(510);
        assertThat(line).doesNotContain("\ufffd"); // cut between characters
    }

    /** A ban that is told in two halves would be a ban of nobody. */
    @ParameterizedTest
    @ValueSource(ints = {1, 4, 20})
    void changesThatDoNotFitOneLineAreToldInSeveral(int count) throws Exception {
        StringBuilder masks = new StringBuilder();
        for (int i = 0; i < count; i++) {
            masks.append(" ").append((char) ('a' + i)).append("x".repeat(14)).append("?*?");
        }
        ada.type("MODE " + ROOM + " +" + "b".repeat(count) + masks, "MODE " + ROOM + " b");
        ada.await(" 368 ");
        List<String> told = new ArrayList<>();
        List<String> listed = new ArrayList<>();
        for (String line : ada.soFar()) {
            if (line.contains(" MODE "))
                told.addAll(List.of(line.replaceFirst(".*\\+b+ ", "").split(" ", -1)));
            if (line.contains(" 367 ")) listed.add(line.substring(line.lastIndexOf(' ') + 1));
        }
        assertThat(listed).hasSize(count).allMatch(mask -> mask.endsWith("x?*?!*@*"));
        assertThat(told).isEqualTo(listed);
    }
}
