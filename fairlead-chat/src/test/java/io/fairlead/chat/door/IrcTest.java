package io.fairlead.chat.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.chat.ChatOptions;
import io.fairlead.chat.history.JdbcHistory;
import io.fairlead.server.Model;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What an IRC client reads. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class IrcTest {
    private static final String ALL_CAPS =
            "server-time message-tags echo-message multi-prefix batch draft/chathistory";

    @TempDir private Path folder = Path.of("");
    private final List<Guest> guests = new ArrayList<>();

    @SuppressWarnings("NullAway.Init") // set before each test
    private Inn inn;

    @BeforeEach
    void open() throws Exception {
        ChatOptions fast = ChatOptions.DEFAULT.withRate(1_000, 1_000);
        inn = new Inn(Model.VIRTUAL, fast, JdbcHistory.openFile(folder.resolve("chat.db")));
    }

    @AfterEach
    void close() throws Exception {
        for (Guest guest : guests) guest.close();
        inn.close();
    }

    private Guest guest(String name, String capabilities) throws Exception {
        Guest guest = Guest.onIrc(inn.port(Doors.IRC), name, capabilities);
        guests.add(guest);
        return guest;
    }

    private Guest stranger() throws Exception {
        Guest guest = Guest.at(inn.port(Doors.IRC));
        guests.add(guest);
        return guest;
    }

    @Test
    void registration() throws Exception {
        Guest ada = stranger();
        ada.type("JOIN #a");
        ada.await(" 451 * ");
        ada.type("NICK", "NICK a,b", "NICK ada");
        ada.await(" 431 ");
        ada.await(" 432 * a,b ");
        ada.type("USER ada 0 * :Ada L.");
        assertThat(ada.await(" 001 ")).contains("ada!~ada@localhost");
        assertThat(ada.await(" 005 ")).contains("CASEMAPPING=ascii").contains("CHANTYPES=#");
        ada.await(" 376 ");
        ada.type("USER ada 0 * :again", "NOSUCH", "PING x", "PRIVMSG", "PRIVMSG ada", "WHOIS");
        ada.await(" 462 ");
        ada.await(" 421 ada NOSUCH ");
        ada.await("PONG chat.fairlead :x");
        ada.await(" 411 ");
        ada.await(" 412 ");
        ada.await(" 461 ada WHOIS ");
        Guest other = stranger();
        other.type("NICK ADA", "USER x 0 * :x", "NICK ADA_2");
        assertThat(other.await(" 433 * ADA ")).endsWith("ADA_2 is free");
        other.await(" 001 ADA_2 ");
    }

    @Test
    void capabilities() throws Exception {
        Guest ada = stranger();
        ada.type("CAP LS 302", "NICK ada", "USER ada 0 * :x");
        assertThat(ada.await("CAP * LS")).contains("server-time", "echo-message", "multi-prefix");
        ada.type("CAP REQ :server-time nosuch", "CAP REQ server-time", "CAP LIST", "CAP FOO");
        ada.await("CAP ada NAK :server-time nosuch");
        ada.await("CAP ada ACK :server-time");
        assertThat(ada.await("CAP ada LIST")).contains("server-time").doesNotContain("batch");
        ada.await(" 410 ");
        assertThat(ada.soFar()).noneMatch(line -> line.contains(" 001 "));
        ada.type("CAP END");
        ada.await(" 001 ");
    }

    @Test
    void messagesWithTagsAndEcho() throws Exception {
        Guest ada = guest("ada", ALL_CAPS);
        Guest bob = guest("bob", "");
        ada.type("JOIN #a");
        ada.await(" 366 ");
        bob.type("JOIN #a");
        ada.await("bob!~bob@localhost JOIN #a");
        ada.type("@label=x PRIVMSG #a :one");
        assertThat(ada.await("PRIVMSG"))
                .matches("@time=\\d{4}-.*Z;msgid=\\d+ :ada!~ada@localhost PRIVMSG #a :one");
        bob.type("PRIVMSG #a :two", "NOTICE ada :three", "PRIVMSG #a,nobody :four");
        assertThat(bob.await("PRIVMSG")).isEqualTo(":ada!~ada@localhost PRIVMSG #a :one");
        bob.await(" 401 bob nobody ");
        ada.await(":two");
        ada.await("NOTICE ada :three");
        ada.await(":four");
        assertThat(bob.soFar()).noneMatch(line -> line.endsWith(":two"));
    }

    @Test
    void operatorsAndRules() throws Exception {
        Guest ada = guest("ada", "multi-prefix");
        Guest bob = guest("bob", "");
        ada.type("JOIN #a");
        assertThat(ada.await(" 353 ")).endsWith(" 353 ada = #a :@ada");
        bob.type("JOIN #a", "MODE #a +m", "KICK #a ada", "MODE #a");
        bob.await(" 482 bob #a ");
        bob.await(" 482 bob #a ");
        bob.await(" 324 bob #a +n");
        ada.await("bob!~bob@localhost JOIN");
        ada.type(
                "MODE #a +mtkl key 5",
                "MODE #a +q",
                "MODE #a +o nobody",
                "MODE ada",
                "MODE bob +i");
        bob.await("MODE #a +mtkl key 5");
        ada.await(" 472 ada q ");
        ada.await(" 401 ada nobody ");
        ada.await(" 221 ada +");
        ada.await(" 502 ");
        bob.type("PRIVMSG #a :muted", "TOPIC #a :mine");
        bob.await(" 404 bob #a ");
        bob.await(" 482 bob #a ");
        ada.type("MODE #a +v-t bob");
        bob.await("MODE #a +v-t bob");
        bob.type("PRIVMSG #a :heard", "TOPIC #a :tea");
        ada.await("PRIVMSG #a :heard");
        ada.await("TOPIC #a :tea");
        putOutAndBanned(ada, bob);
    }

    private static void putOutAndBanned(Guest ada, Guest bob) throws Exception {
        ada.type("MODE #a +b bob", "KICK #a bob :out", "MODE #a b");
        bob.await("KICK #a bob :out");
        ada.await(" 367 ada #a bob!*@*");
        bob.type("JOIN #a", "JOIN #b,nohash");
        bob.await(" 474 bob #a ");
        bob.await(" 403 bob nohash ");
        ada.type("MODE #a -b bob!*@*", "MODE #a +i", "INVITE bob #a");
        ada.await(" 341 ada bob #a");
        bob.await("INVITE bob #a");
        bob.type("JOIN #a key");
        assertThat(bob.await(" 332 ")).endsWith(":tea");
        bob.await(" 333 ");
    }

    @Test
    void whoIsWhere() throws Exception {
        Guest ada = guest("ada", "");
        ada.type(
                "JOIN #a",
                "MODE #a +s",
                "AWAY :at tea",
                "WHO #a",
                "WHOIS ada",
                "USERHOST ada",
                "ISON ada x");
        ada.await(" 306 ");
        assertThat(ada.await(" 352 "))
                .contains("#a ~ada localhost chat.fairlead ada G@ :0 Real ada");
        ada.await(" 315 ");
        ada.await(" 311 ada ada ~ada localhost * :Real ada");
        assertThat(ada.await(" 319 ")).endsWith(":@#a");
        ada.await(" 301 ada ada :at tea");
        ada.await(" 318 ");
        ada.await(" 302 ada :ada=-~ada@localhost");
        ada.await(" 303 ada :ada");
        Guest bob = guest("bob", "");
        bob.type("PRIVMSG ada :x", "LIST", "NAMES #a", "WHOIS nobody", "LUSERS", "VERSION", "TIME");
        bob.await(" 301 bob ada :at tea");
        assertThat(bob.await(" 32")).contains(" 321 ");
        assertThat(bob.await(" 32")).contains(" 323 ");
        bob.await(" 366 bob #a ");
        bob.await(" 401 bob nobody ");
        bob.await(" 251 ");
        bob.await(" 351 ");
        bob.await(" 391 ");
        ada.type("NICK grace", "QUIT :bye");
        ada.await("NICK :grace");
        assertThat(ada.awaitEnd().getLast()).isEqualTo("ERROR :Closing link: bye");
    }

    @Test
    void chatHistory() throws Exception {
        Guest ada = guest("ada", ALL_CAPS);
        ada.type("JOIN #a");
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            ada.type("PRIVMSG #a :m" + i);
            ids.add(ada.await("PRIVMSG #a :m" + i).replaceFirst(".*msgid=(\\d+) .*", "$1"));
        }
        assertThat(history(ada, "LATEST #a * 3")).containsExactly("m7", "m8", "m9");
        assertThat(history(ada, "LATEST #a msgid=" + ids.get(8) + " 5")).containsExactly("m9");
        assertThat(history(ada, "BEFORE #a msgid=" + ids.get(3) + " 2"))
                .containsExactly("m1", "m2");
        assertThat(history(ada, "AFTER #a msgid=" + ids.get(3) + " 2")).containsExactly("m4", "m5");
        assertThat(history(ada, "AROUND #a msgid=" + ids.get(4) + " 3"))
                .containsExactly("m3", "m4", "m5");
        String both = " msgid=" + ids.get(2) + " msgid=" + ids.get(6);
        assertThat(history(ada, "BETWEEN #a" + both + " 9")).containsExactly("m3", "m4", "m5");
        assertThat(history(ada, "AFTER #a timestamp=2001-01-01T00:00:00.000Z 2"))
                .containsExactly("m0", "m1");
        ada.type(
                "CHATHISTORY LATEST #other * 5",
                "CHATHISTORY LATEST #a nonsense 5",
                "CHATHISTORY FOO #a * 5");
        ada.await("FAIL CHATHISTORY INVALID_TARGET LATEST #other ");
        ada.await("FAIL CHATHISTORY INVALID_PARAMS LATEST #a ");
        ada.await("FAIL CHATHISTORY INVALID_PARAMS FOO #a ");
    }

    @Test
    void aTimeBeyondAllReckoningIsRefusedAsAnyOther() throws Exception {
        Guest ada = guest("ada", ALL_CAPS);
        ada.type(
                "JOIN #a",
                "CHATHISTORY LATEST #a timestamp=+1000000000-12-31T23:59:59.999Z 5",
                "CHATHISTORY BEFORE #a timestamp=-1000000000-01-01T00:00:00Z 5",
                "CHATHISTORY AFTER #a timestamp=+292278994-08-17T07:12:55.807Z 5");
        ada.await("FAIL CHATHISTORY INVALID_PARAMS LATEST #a ");
        ada.await("FAIL CHATHISTORY INVALID_PARAMS BEFORE #a ");
        ada.await("FAIL CHATHISTORY INVALID_PARAMS AFTER #a ");
    }

    private static List<String> history(Guest guest, String query) throws Exception {
        guest.type("CHATHISTORY " + query);
        String begin = guest.await(" BATCH +");
        assertThat(begin).endsWith(" chathistory #a");
        String batch = begin.replaceFirst(".* BATCH \\+(\\S+) .*", "$1");
        List<String> found = new ArrayList<>();
        while (true) {
            String line = guest.await("");
            if (line.endsWith(" BATCH -" + batch)) return found;
            assertThat(line).startsWith("@batch=" + batch + ";time=");
            found.add(line.substring(line.lastIndexOf(':') + 1));
        }
    }

    @Test
    void linesThatAreTooLong() throws Exception {
        Guest ada = guest("ada", "");
        ada.type("PRIVMSG ada :" + "x".repeat(600));
        ada.await(" 417 ");
        ada.type("x".repeat(20_000));
        assertThat(ada.awaitEnd().getLast()).startsWith("ERROR :");
    }

    @Test
    void whoxTellsWhatItIsAskedFor() throws Exception {
        try (Inn inn = Inn.usual();
                Guest ada = Guest.onIrc(inn.port(Doors.IRC), "ada", "")) {
            ada.type("JOIN #tea", "WHO #tea %tcnfr,42", "WHO ada %na", "INVITE bob #tea");
            assertThat(ada.await(" 354 ")).endsWith(" 354 ada 42 #tea ada H@ :Real ada");
            assertThat(ada.await(" 354 ")).endsWith(" 354 ada ada 0");
            ada.await(" 401 ada bob ");
            ada.type("@+a=" + "x".repeat(4093) + " PING 1", "@+a=" + "x".repeat(4091) + " PING 2");
            ada.await(" 417 ");
            ada.await("PONG chat.fairlead :2");
        }
    }

    @Test
    void anInvitationThatIsRefusedNamesItsRoom() throws Exception {
        try (Inn inn = Inn.usual();
                Guest ada = Guest.onIrc(inn.port(Doors.IRC), "ada", "");
                Guest bob = Guest.onIrc(inn.port(Doors.IRC), "bob", "")) {
            ada.type("JOIN #tea");
            ada.await(" 366 ");
            bob.type("INVITE ada #tea");
            assertThat(bob.await(" 442 ")).contains(" 442 bob #tea :");
        }
    }
}
