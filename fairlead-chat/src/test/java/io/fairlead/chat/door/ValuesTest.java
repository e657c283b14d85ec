package io.fairlead.chat.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.chat.ChatOptions;
import io.fairlead.chat.history.History;
import io.fairlead.client.Datagrams;
import io.fairlead.server.Model;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What one door takes as a value, each other door, and each other command, can say: else a name
 * could not be spoken to, and a room not be come into.
 */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ValuesTest {
    private static final List<String> LETTERS =
            List.of(
                    "\u00a0",
                    "\u2003",
                    "\u3000",
                    "\u200d",
                    "\u202e",
                    "\u00e9",
                    "e\u0301",
                    "\u6797",
                    "\ufb01",
                    "\ud83d\ude00",
                    "\u2028",
                    "\u0130",
                    "\u212a");

    /** Words that some grammar has a use of its own for, or cannot write. */
    private static List<String> words() {
        List<String> words = new ArrayList<>();
        for (char c = 1; c < 0x80; c++) {
            if (c == '\n' || c == '\r') continue; // the end of a line
            words.add(c + "x");
            words.add("x" + c + "y");
            words.add("x" + c);
        }
        for (String c : LETTERS) {
            words.add(c + "x");
            words.add("x" + c + "y");
            words.add("x" + c);
        }
        words.addAll(
                List.of(
                        "0",
                        "*",
                        "#",
                        "##",
                        "on",
                        "x".repeat(48),
                        "x".repeat(49),
                        "\u6797".repeat(16),
                        "\ufdfa".repeat(16),
                        "x".repeat(400)));
        return words;
    }

    private static Inn inn() throws Exception {
        ChatOptions fast = ChatOptions.DEFAULT.withRate(100_000, 100_000);
        return new Inn(Model.VIRTUAL, fast, History.NONE);
    }

    @Test
    void aKeyThatIsSetOpensTheRoomFromEveryDoor() throws Exception {
        try (Inn inn = inn();
                Guest ada = Guest.onIrc(inn.port(Doors.IRC), "ada", "");
                Guest bob = Guest.onIrc(inn.port(Doors.IRC), "bob", "");
                Guest lines = Guest.at(inn.port(Doors.LINES))) {
            ada.type("JOIN #a");
            ada.await(" 366 ");
            int taken = 0;
            for (String word : words()) {
                ada.type("MODE #a +k " + word, "MODE #a");
                String rules = ada.await(" 324 ");
                if (!rules.contains("k ")) continue;
                String key = rules.substring(rules.lastIndexOf("k ") + 2);
                taken++;
                bob.type("JOIN #b,#a x," + key, "PART #a", "PING end");
                bob.await("bob!~bob@localhost JOIN #a");
                bob.await("PONG");
                lines.type("/join #a " + key, "/part #a");
                lines.await("= you are in #a: ");
                lines.await("= you are in #lobby: ");
                ada.type("MODE #a -k *");
            }
            assertThat(taken).isGreaterThan(200);
        }
    }

    @Test
    void aNameThatIsTakenCanBeSpokenToFromEveryDoor() throws Exception {
        try (Inn inn = inn();
                Guest ada = Guest.onIrc(inn.port(Doors.IRC), "ada", "");
                Guest lines = Guest.at(inn.port(Doors.LINES));
                Guest other = Guest.at(inn.port(Doors.LINES))) {
            int taken = 0;
            for (String name : words()) {
                lines.type("/nick " + name, "/nick");
                String now = lines.await("! /nick NAME; you are ").replaceFirst(".* are ", "");
                if (now.startsWith("guest") || now.equals("back")) continue;
                taken++;
                for (String typed : List.of(name.strip(), now)) {
                    ada.type("PRIVMSG " + typed + " :from irc", "WHOIS " + typed);
                    lines.await("<ada -> " + now + "> from irc");
                    ada.await(" 318 ada ");
                    other.type("/msg " + typed + " from nc");
                    lines.await("-> " + now + "> from nc");
                }
                lines.type("/nick back");
                lines.await("is now back");
            }
            assertThat(taken).isGreaterThan(100);
        }
    }

    @Test
    void aNameThatIrcTakesTheLinesCanSayAndTheOtherWayRound() throws Exception {
        try (Inn inn = inn();
                Guest ada = Guest.onIrc(inn.port(Doors.IRC), "ada", "");
                Guest lines = Guest.at(inn.port(Doors.LINES))) {
            lines.await("You are");
            for (String name : words()) {
                ada.type("NICK " + name, "USERHOST ada", "ISON x", "PING end");
                String pong = ada.await(" PONG ");
                assertThat(pong).endsWith(":end");
            }
            ada.type("NICK ada", "PING last");
            ada.await(":last");
            lines.type("/msg ada hello");
            ada.await("PRIVMSG ada :hello");
        }
    }

    /** The rooms there are beside the lobby, after somebody has asked for {@code word}. */
    private static List<String> roomsAfterJoining(String word, Guest lines) throws Exception {
        lines.type("/join #lobby", "/join " + word, "/rooms", "/nosuch");
        List<String> rooms = new ArrayList<>();
        for (String line = ""; !line.contains("/nosuch"); line = lines.await("")) {
            if (line.matches("= #.* \\([0-9]+\\).*")) rooms.add(line.split(" ", -1)[1]);
        }
        rooms.remove("#lobby");
        return rooms;
    }

    @Test
    void aRoomThatIsMadeCanBeComeIntoFromEveryDoor() throws Exception {
        try (Inn inn = inn();
                Guest ada = Guest.onIrc(inn.port(Doors.IRC), "ada", "");
                Guest lines = Guest.at(inn.port(Doors.LINES));
                Datagrams udp = Datagrams.connect("udp://:" + inn.port(Doors.DATAGRAMS))) {
            lines.await("You are");
            udp.send("hello");
            lines.await("<guest_2> hello");
            int taken = 0;
            for (String word : words()) {
                for (String room : roomsAfterJoining(word, lines)) {
                    taken++;
                    ada.type("JOIN " + room, "PRIVMSG " + room + " :from irc", "PART " + room);
                    lines.await("<ada> from irc");
                    lines.await("*** ada has left");
                    udp.send("/join " + room + "\nfrom udp\n/part " + room);
                    lines.await("> from udp");
                    lines.await("*** guest_2 has left");
                    lines.type("/part " + room);
                    lines.await("= you are in #lobby");
                }
            }
            assertThat(taken).isGreaterThan(200);
        }
    }
}
