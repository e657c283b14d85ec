package io.fairlead.chat.door;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.chat.ChatOptions;
import io.fairlead.chat.history.History;
import io.fairlead.chat.history.JdbcHistory;
import io.fairlead.client.Datagrams;
import io.fairlead.server.Model;
import io.fairlead.service.Limits;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** People at different doors are in the same rooms; nobody harms the others. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DoorsTest {
    private static final String SEND_MORE = "x".repeat(300);

    /** Lines that are far from filling the queue of who reads. */
    private static final int AT_A_TIME = 50;

    @ParameterizedTest
    @EnumSource(
            value = Model.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"ITERATIVE", "PROCESS", "PREFORK"})
    void linesAndIrcShareARoom(Model model) throws Exception {
        try (Inn inn = new Inn(model, ChatOptions.DEFAULT, History.NONE);
                Guest ada = Guest.at(inn.port(Doors.LINES));
                Guest grace = Guest.onIrc(inn.port(Doors.IRC), "grace", "")) {
            ada.type("/nick ada");
            ada.await("is now ada");
            grace.type("JOIN #lobby");
            grace.await(" 366 ");
            ada.await("*** grace has come in");
            ada.type("hello\u001b[31m from nc");
            assertThat(grace.await("PRIVMSG"))
                    .startsWith(":ada!")
                    .endsWith(" PRIVMSG #lobby :hello\\x1b[31m from nc");
            grace.type(
                    "PRIVMSG #lobby :hello from irc", "PRIVMSG #lobby :\u0001ACTION waves\u0001");
            assertThat(ada.await("irc")).isEqualTo("<grace> hello from irc");
            assertThat(ada.await("waves")).isEqualTo("* grace waves");
            grace.type("PRIVMSG ada :psst");
            assertThat(ada.await("psst")).isEqualTo("<grace -> ada> psst");
            ada.type("/msg GRACE back");
            assertThat(grace.await("back")).contains(" PRIVMSG grace :back");
            ada.type("/quit bye");
            assertThat(grace.await("QUIT")).endsWith("QUIT :Quit: bye");
            assertThat(ada.awaitEnd()).isNotEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Model.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"PROCESS", "PREFORK"})
    void datagramsShareTheRoom(Model model) throws Exception {
        try (Inn inn = new Inn(model, ChatOptions.DEFAULT, History.NONE);
                Guest ada = Guest.at(inn.port(Doors.LINES));
                Datagrams udp = datagrams(inn)) {
            ada.await("You are guest in #lobby");
            udp.send("hello from udp");
            assertThat(ada.await("hello from udp")).isEqualTo("<guest_2> hello from udp");
            ada.type("hello back");
            awaitDatagram(udp, "<guest> hello back\n");
            udp.send("/quit");
            ada.await("*** guest_2 is gone");
        }
    }

    /** One line of a datagram could otherwise be said in a hundred messages. */
    @Test
    void aLineInADatagramIsNoLongerThanOnAnyOtherDoor() throws Exception {
        try (Inn inn = Inn.usual();
                Guest ada = Guest.at(inn.port(Doors.LINES));
                Datagrams udp = datagrams(inn)) {
            ada.await("You are guest in #lobby");
            udp.send("x".repeat(LineDoor.LINE_BYTES_MAX + 1) + "\nfits");
            awaitDatagram(udp, "! a line has at most 4096 bytes\n");
            ada.await("<guest_2> fits");
            assertThat(ada.soFar()).noneMatch(line -> line.contains("xxx"));
        }
    }

    private static Datagrams datagrams(Inn inn) throws Exception {
        return Datagrams.connect("udp://:" + inn.port(Doors.DATAGRAMS));
    }

    private static void awaitDatagram(Datagrams udp, String wanted) throws Exception {
        List<String> all = new ArrayList<>();
        while (!all.contains(wanted)) all.add(udp.receive().text());
    }

    @Test
    void whoIsSilentOnUdpHasLeft() throws Exception {
        Limits limits =
                Limits.builder().datagramPeerTimeout(java.time.Duration.ofMillis(300)).build();
        try (Inn inn = new Inn(Model.VIRTUAL, ChatOptions.DEFAULT, History.NONE, limits);
                Guest ada = Guest.at(inn.port(Doors.LINES));
                Datagrams udp = datagrams(inn)) {
            ada.await("You are");
            udp.send("hello");
            ada.await("<guest_2> hello");
            ada.await("*** guest_2 is gone (idle for too long)");
        }
    }

    @Test
    void aTakenNameGetsASuggestionThatIsFree() throws Exception {
        try (Inn inn = Inn.usual();
                Guest ada = Guest.at(inn.port(Doors.LINES));
                Guest other = Guest.at(inn.port(Doors.LINES))) {
            ada.type("/nick ada");
            ada.await("is now ada");
            other.type("/nick ADA");
            other.await("! the name ADA is taken; ADA_2 is free");
            other.type("/nick \u0430da", "/nick a\u0007b", "/nick admin", "/nick ADA_2");
            other.await("! the name \u0430da looks like ada; ");
            other.await("! a name cannot have \\x07 in it");
            other.await("is kept for the server");
            other.await("is now ADA_2");
        }
    }

    @Test
    void everyCommandOfTheLines() throws Exception {
        try (Inn inn = Inn.usual();
                Guest ada = Guest.at(inn.port(Doors.LINES))) {
            ada.type("/help", "/join tea", "/topic Oolong", "/topic", "/rooms", "/who");
            ada.await("/history [COUNT]");
            ada.await("= you are in #tea: @guest");
            ada.await("*** guest has set the topic: Oolong");
            ada.await("= the topic is: Oolong");
            ada.await("= #lobby (1)");
            ada.await("= #tea (1): Oolong");
            ada.await("= in #tea: @guest");
            ada.type("/echo on", "said twice", "//slash", "/history", "/part", "/nosuch");
            ada.await("<guest> said twice");
            ada.await("<guest> /slash");
            assertThat(ada.await("said twice")).matches("\\[[0-9: -]+Z\\] <guest> said twice");
            ada.await("= that was all of 2");
            ada.await("in #lobby");
            ada.await("! there is no /nosuch; /help lists what there is");
        }
    }

    @Test
    void halfCloseIsServedToTheEnd() throws Exception {
        try (Inn inn = Inn.usual();
                Guest ada = Guest.at(inn.port(Doors.LINES));
                Guest script = Guest.at(inn.port(Doors.LINES))) {
            ada.await("You are");
            script.type("/nick script", "/echo on", "the build is green");
            script.socket().shutdownOutput();
            assertThat(script.awaitEnd()).contains("<script> the build is green");
            ada.await("<script> the build is green");
            ada.await("*** script is gone");
        }
    }

    @Test
    void whoAsksAndLeavesIsAnswered(@TempDir Path folder) throws Exception {
        History history = JdbcHistory.openFile(folder.resolve("chat.db"));
        try (Inn inn = new Inn(Model.VIRTUAL, ChatOptions.DEFAULT, history);
                Guest script = Guest.at(inn.port(Doors.LINES))) {
            script.type("kept", "/history");
            script.socket().shutdownOutput();
            assertThat(script.awaitEnd()).endsWith("= that was all of 1");
        }
    }

    @Test
    void longLinesAreCutIntoMessagesThatEveryDoorCanShow() throws Exception {
        try (Inn inn = Inn.usual();
                Guest ada = Guest.at(inn.port(Doors.LINES));
                Guest grace = Guest.onIrc(inn.port(Doors.IRC), "grace", "")) {
            ada.await("You are");
            grace.type("JOIN #lobby");
            ada.await("grace has come in");
            ada.type(("\u6797".repeat(20) + " ").repeat(30).strip() + " end");
            StringBuilder all = new StringBuilder();
            String line = "";
            while (!line.endsWith("end")) {
                line = grace.await("PRIVMSG");
                assertThat(line.getBytes(UTF_8).length).isLessThanOrEqualTo(510);
                all.append(line.replaceFirst("^.*? :", "")).append(' ');
            }
            assertThat(all.toString().replace(" ", "")).isEqualTo("\u6797".repeat(600) + "end");
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Model.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"ITERATIVE", "PROCESS", "PREFORK"})
    void whoNeverReadsIsDroppedAndDelaysNobody(Model model) throws Exception {
        Limits limits = Limits.builder().queuedBytesMax(64 * 1024).build();
        ChatOptions fast = ChatOptions.DEFAULT.withRate(1_000_000, 1_000_000);
        try (Inn inn = new Inn(model, fast, History.NONE, limits);
                Guest ada = Guest.at(inn.port(Doors.LINES));
                Guest deaf = Guest.deaf(inn.port(Doors.LINES))) {
            ada.await("You are");
            deaf.type("/nick deaf");
            ada.await("is now deaf");
            ada.type("/echo on");
            int sent = 0;
            while (!ada.soFar().contains("*** deaf is gone (read too slowly)")) {
                String[] lines = new String[AT_A_TIME];
                for (int i = 0; i < AT_A_TIME; i++) lines[i] = sent++ + " " + SEND_MORE;
                ada.type(lines);
                ada.await("> " + (sent - 1) + " ");
            }
            assertThat(sent).isGreaterThan(100);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Model.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"ITERATIVE", "PROCESS", "PREFORK"})
    void aFloodIsSlowedAndNothingOfItLost(Model model) throws Exception {
        ChatOptions slow = ChatOptions.DEFAULT.withRate(5, 100);
        try (Inn inn = new Inn(model, slow, History.NONE);
                Guest ada = Guest.at(inn.port(Doors.LINES));
                Guest flood = Guest.at(inn.port(Doors.LINES))) {
            ada.await("You are");
            flood.type("/nick flood");
            ada.await("is now flood");
            long begunNs = System.nanoTime();
            for (int i = 0; i < 60; i++) flood.type("line " + i);
            for (int i = 0; i < 60; i++) ada.await("<flood> line " + i);
            long tookMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begunNs);
            assertThat(tookMs).isGreaterThanOrEqualTo((60 - 5) * 1000 / 100 - 100);
        }
    }

    @Test
    void oneAddressHasOnlySoManyConnections() throws Exception {
        ChatOptions few = ChatOptions.DEFAULT.withPerAddress(2, true);
        try (Inn inn = new Inn(Model.VIRTUAL, few, History.NONE);
                Guest one = Guest.at(inn.port(Doors.LINES));
                Guest two = Guest.at(inn.port(Doors.LINES))) {
            one.await("You are");
            two.await("You are");
            try (Guest three = Guest.at(inn.port(Doors.LINES));
                    Guest four = Guest.at(inn.port(Doors.IRC))) {
                assertThat(three.awaitEnd())
                        .containsExactly("too many connections from your address; try again later");
                assertThat(four.awaitEnd())
                        .singleElement()
                        .asString()
                        .startsWith("ERROR :Too many");
            }
            two.type("/quit");
            two.awaitEnd();
            awaitPlace(inn);
        }
    }

    private static void awaitPlace(Inn inn) throws Exception {
        while (true) {
            try (Guest again = Guest.at(inn.port(Doors.LINES))) {
                again.type("/quit");
                if (again.awaitEnd().size() > 1) return;
            }
            LockSupport.parkNanos(10_000_000);
        }
    }
}
