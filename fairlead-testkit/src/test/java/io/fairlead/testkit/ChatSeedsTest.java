package io.fairlead.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.chat.Chat;
import io.fairlead.chat.ChatHost;
import io.fairlead.chat.ChatOptions;
import io.fairlead.chat.door.Doors;
import io.fairlead.chat.history.History;
import io.fairlead.chat.name.Name;
import io.fairlead.chat.room.Member;
import io.fairlead.client.Client;
import io.fairlead.frame.Codec;
import io.fairlead.service.Limits;
import io.fairlead.testkit.fault.SimulatedFaults;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A chat with all its doors: names are unique, each hears once that somebody comes or goes, and all
 * members of a room hear what is said in the same order.
 */
class ChatSeedsTest {
    private static final int SEEDS = Effort.SEEDS / 10;
    private static final List<Doors> DOORS = List.copyOf(EnumSet.allOf(Doors.class));
    private static final Pattern SAID =
            Pattern.compile("\\bm\\d+\\.\\d+;"); // whole: a cut one is a line
    private static final Pattern NEWS =
            Pattern.compile("\\*\\*\\* (\\S+) (has come in|has left|is gone|is now (\\S+)).*");
    private static final Pattern THERE = Pattern.compile("= you are in #lobby: (.*)");
    private static final Pattern SELF = Pattern.compile("You are (\\S+) in #lobby\\..*");

    @BeforeAll
    static void quiet() {
        QuietLog.begin();
    }

    /** The time of the network, for messages. */
    private record Wall(SimulatedNetwork net) implements InstantSource {
        @Override
        public Instant instant() {
            return net.now();
        }
    }

    /** Somebody at a door. */
    private record Guest(Doors door, SimulatedClient client) {
        void say(String text) {
            client.send(door == Doors.IRC ? "PRIVMSG #lobby :" + text : text);
        }

        /** Proves that it is where it says, if the chat has asked for that. */
        void prove() {
            List<String> lines = client.texts();
            if (door != Doors.DATAGRAMS || lines.isEmpty()) return;
            if (lines.getLast().startsWith("/hi ")) client.send(lines.getLast());
        }

        /** What has been said, in the order in which it came. */
        List<String> heard() {
            return client.texts().stream()
                    .flatMap(line -> SAID.matcher(line).results().map(MatchResult::group))
                    .toList();
        }
    }

    /** The chat and its guests in one network. */
    private static final class World {
        private final SimulatedNetwork net;
        private final Chat chat;
        private final List<Guest> guests = new ArrayList<>();
        private final List<Guest> there = new ArrayList<>();
        private int said;

        World(SimulatedNetwork net) throws IOException {
            this.net = net;
            Client clock = net.client("chat", "tcp://chat:1", Codec.raw());
            ChatHost host =
                    new ChatHost(
                            new Wall(net).withZone(ZoneOffset.UTC),
                            clock::nanoTime,
                            net.random(),
                            clock::after);
            chat = new Chat(ChatOptions.DEFAULT, History.NONE, host);
            net.threadPerConnection(net.random().nextInt(3) == 2);
            net.limits(Doors.limits(Limits.DEFAULT));
            for (Doors door : DOORS) {
                net.serve(endpoint(door), door.codec(), door.service(chat));
            }
            net.limits(Limits.DEFAULT.toBuilder().datagramPeerTimeout(Duration.ofDays(1)).build());
        }

        private static String endpoint(Doors door) {
            return (door == Doors.DATAGRAMS ? "udp" : "tcp") + "://chat:" + door.port();
        }

        private void come() {
            Doors door = DOORS.get(net.random().nextInt(DOORS.size()));
            String name = "h" + net.random().nextInt(3);
            Codec codec = door == Doors.DATAGRAMS ? Codec.raw() : Codec.lines(4096);
            Guest guest = new Guest(door, net.connect(name, endpoint(door), codec));
            guests.add(guest);
            there.add(guest);
            if (door == Doors.IRC) {
                guest.client.send("NICK irc" + guests.size() % 3);
                guest.client.send("USER x 0 * :x");
                guest.client.send("JOIN #lobby");
            } else if (door == Doors.DATAGRAMS) {
                guest.client.send("is anybody there?"); // long enough for an answer
            }
        }

        private void step() {
            int what = there.isEmpty() ? 0 : net.random().nextInt(10);
            if (what == 0) {
                if (guests.size() < 6) come();
                return;
            }
            Guest guest = there.get(net.random().nextInt(there.size()));
            switch (what) {
                case 1 -> {
                    there.remove(guest);
                    guest.client.close();
                }
                case 2 -> rename(guest);
                case 3 -> guest.prove();
                case 4 -> say(guest, net.random().nextInt(40)); // more than one may at once
                default -> say(guest, 1);
            }
        }

        private void say(Guest guest, int lines) {
            for (int i = 0; i < lines; i++)
                guest.say("m" + guests.indexOf(guest) + "." + said++ + ";");
        }

        private void rename(Guest guest) {
            String name = "n" + net.random().nextInt(3);
            guest.client.send((guest.door == Doors.IRC ? "NICK " : "/nick ") + name);
        }

        void live() {
            for (int i = 0; i < 3; i++) come();
            for (int i = 0; i < 40; i++) {
                step();
                if (net.random().nextInt(2) == 0) {
                    net.run(Duration.ofMillis(net.random().nextInt(1_500)));
                }
                checkNames();
            }
            net.run(Duration.ofSeconds(20));
            checkNames();
            guests.forEach(this::checkOrder);
        }

        private void checkNames() {
            Set<String> keys = new HashSet<>();
            for (Member member : chat.hall().members()) {
                assertThat(keys.add(Name.keyOf(member.name()))).as(member.name()).isTrue();
            }
        }

        // ---- what one has heard ----

        /** Who is there, by what one has read: nobody comes who is there, or goes who is not. */
        private Set<String> checkNews(Guest guest) {
            Set<String> names = new LinkedHashSet<>();
            for (String line : guest.client.texts()) {
                var all = THERE.matcher(line);
                if (all.matches()) {
                    assertThat(names).as("it has heard of itself").hasSize(1);
                    names.addAll(List.of(all.group(1).replace("@", "").split(" ")));
                }
                var self = SELF.matcher(line);
                if (self.matches()) assertThat(names).contains(self.group(1));
                var news = NEWS.matcher(line);
                if (news.matches()) hear(names, news.group(1), news.group(2), news.group(3));
            }
            return names;
        }

        private void checkWhoIsThere(Guest guest) {
            Set<String> names = checkNews(guest);
            boolean stays = there.contains(guest) && !guest.client.isOver();
            if (stays && !guest.client.isCut()) assertThat(names).isEqualTo(here());
        }

        private static void hear(Set<String> names, String who, String what, String now) {
            if (what.equals("has come in")) {
                assertThat(names.add(who)).as("%s comes once", who).isTrue();
            } else {
                assertThat(names.remove(who)).as("%s goes once", who).isTrue();
                if (now != null) assertThat(names.add(now)).as("%s is new", now).isTrue();
            }
        }

        private Set<String> here() {
            return chat.hall().members().stream()
                    .filter(member -> member.room("#lobby") != null)
                    .map(Member::name)
                    .collect(Collectors.toSet());
        }

        /** What two have heard, they have heard in the same order; and nothing twice. */
        private void checkOrder(Guest guest) {
            List<String> mine = heard(guest);
            if (guest.door == Doors.DATAGRAMS) return;
            assertThat(mine).doesNotHaveDuplicates();
            for (Guest other : guests) {
                if (other.door == Doors.DATAGRAMS) continue;
                List<String> theirs = heard(other);
                assertThat(mine.stream().filter(theirs::contains).toList())
                        .isEqualTo(theirs.stream().filter(mine::contains).toList());
            }
        }

        /** But for what was said in datagrams, which the network may have doubled. */
        private List<String> heard(Guest guest) {
            return guest.heard().stream()
                    .filter(word -> author(word).door != Doors.DATAGRAMS)
                    .toList();
        }

        private Guest author(String word) {
            return guests.get(Integer.parseInt(word.substring(1, word.indexOf('.'))));
        }

        // ---- the end ----

        private List<Guest> staying() {
            return there.stream()
                    .filter(guest -> guest.door == Doors.LINES)
                    .filter(guest -> !guest.client.isOver() && !guest.client.isCut())
                    .toList();
        }

        /** Whatever has been, each is heard by all others. */
        private void checkLastWords() {
            for (Guest guest : staying()) say(guest, 1);
            net.run(Duration.ofMinutes(1));
            List<Guest> all = staying();
            for (Guest guest : all) {
                String word = guest.client.sent().getLast();
                for (Guest other : all) {
                    if (!other.equals(guest)) assertThat(other.heard()).contains(word);
                }
            }
        }

        void checkEnd() {
            net.faults(SimulatedFaults.none());
            net.run(Duration.ofMinutes(1)); // lines that were closed are open again
            checkNames();
            for (Guest guest : guests) {
                if (guest.door == Doors.LINES) checkWhoIsThere(guest);
                checkOrder(guest);
            }
            checkLastWords();
            guests.forEach(guest -> guest.client.close()); // some had no connection before
            net.run(Duration.ofDays(8)); // longer than the idle timeout of the doors
            assertThat(chat.hall().members()).isEmpty();
            assertThat(chat.hall().rooms()).isEmpty();
            chat.close();
        }
    }

    private int said;

    private void live(SimulatedNetwork net) throws IOException {
        World world = new World(net);
        world.live();
        for (Guest guest : world.guests) said += guest.heard().size();
        world.checkEnd();
    }

    @Test
    void underAllFaults() {
        SeedRuns.of(SEEDS).check(this::live);
        assertThat(said).isGreaterThan(SEEDS * 10); // most reaches somebody
    }

    @Test
    void inAQuietNetwork() {
        SeedRuns.of(SEEDS).faults(SimulatedFaults.none()).check(this::live);
    }
}
