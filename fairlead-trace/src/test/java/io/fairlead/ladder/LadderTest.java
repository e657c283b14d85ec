package io.fairlead.ladder;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.packet.CapturedFrame;
import io.fairlead.pcap.CaptureReader;
import io.fairlead.trace.Conversation;
import io.fairlead.trace.ConversationFilter;
import io.fairlead.trace.Conversations;
import io.fairlead.trace.Mark;
import io.fairlead.trace.Step;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Captures of real conversations, with losses made by nft in a namespace of their own, drawn. */
class LadderTest {
    /** The slash before, the name, and the slash at the end. */
    private static final Pattern TAG = Pattern.compile("<(/?)([a-z]+)[^>]*?(/?)>");

    @ParameterizedTest
    @CsvSource({
        "fast.pcapng, DUPLICATE_ACK FAST_RETRANSMISSION",
        "tail.pcapng, DUPLICATE_ACK FAST_RETRANSMISSION",
        "syn.pcapng, SYN_RETRY",
        "zero.pcapng, ZERO_WINDOW WINDOW_PROBE",
        "udp6.pcap, ICMP_ERROR"
    })
    void whatWentWrongIsNamed(String capture, String expected) throws IOException {
        Set<Mark> marks = EnumSet.noneOf(Mark.class);
        for (Conversation conversation : read(capture).all()) {
            marks.addAll(Summary.troubles(conversation.steps()).keySet());
        }
        assertThat(marks).extracting(Mark::name).containsExactlyInAnyOrder(expected.split(" ", -1));
    }

    @Test
    void aLadderOfTextAsItIsPrinted() throws IOException {
        String[] lines = text("udp6.pcap", new TextStyle(80, false, false)).split("\n", -1);
        assertThat(lines)
                .startsWith(
                        "udp 1             client" + " ".repeat(43) + "server",
                        "             [::1]:52895" + " ".repeat(43) + "[::1]:7107",
                        "  0.000000              ├─ UDP  len 5 ───────────────────────────▶│",
                        "                        │ The client sends a datagram of 5 bytes: │",
                        "                        │ \"hello\".                                │");
        assertThat(lines)
                .contains("  0.000042              │◀──────────────── ICMP port unreachable ─┤");
    }

    @ParameterizedTest
    @ValueSource(ints = {72, 90})
    void eachLineIsAsWideAsIsAskedForAndTheLifelinesAreStraight(int width) throws IOException {
        int server = -1;
        String text = text("fast.pcapng", new TextStyle(width, false, true));
        for (String line : text.split("\n", -1)) {
            assertThat(line.length()).as(line).isLessThanOrEqualTo(width);
            int at = Math.max(line.lastIndexOf('│'), line.lastIndexOf('┤'));
            if (server < 0) server = at;
            if (at >= 0) assertThat(at).as(line).isEqualTo(server);
        }
        assertThat(server).isPositive();
    }

    @Test
    void wideLettersOfADrawingDoNotReachBeyondTheLifeline() throws IOException {
        String drawing = SvgLadder.of(read("fast.pcapng").all(), false, false);
        assertThat(drawing)
                .contains(">The client sends 1,000 bytes:</text>")
                .contains(">&quot;DDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDD...&quot;.</text>");
    }

    @Test
    void colourIsOnlyForTerminals() throws IOException {
        assertThat(text("fast.pcapng", new TextStyle(100, false, false))).doesNotContain("\u001b");
        assertThat(text("fast.pcapng", new TextStyle(100, true, false))).contains("\u001b[31m");
    }

    @ParameterizedTest
    @ValueSource(strings = {"fast.pcapng", "zero.pcapng", "udp6.pcap"})
    void eachElementOfADrawingIsClosed(String capture) throws IOException {
        Conversations read = read(capture);
        Matcher tags = TAG.matcher(SvgLadder.of(read.all(), false, false));
        Deque<String> open = new ArrayDeque<>();
        int arrows = 0;
        while (tags.find()) {
            String name = tags.group(2);
            if (name.equals("path")) arrows++;
            if (!tags.group(1).isEmpty()) {
                assertThat(open.pop()).isEqualTo(name);
            } else if (tags.group(3).isEmpty()) {
                open.push(name);
            }
        }
        assertThat(open).isEmpty();
        assertThat(arrows)
                .isEqualTo(read.all().stream().mapToInt(each -> each.steps().size()).sum());
    }

    @Test
    void thePageNeedsNoNetworkAndNoScript() throws IOException {
        Conversations read = read("zero.pcapng");
        String page = new LadderPage(read.all(), false, true, 3).text();
        assertThat(page).doesNotContain("http:", "https:", "<script", "url(", "@import");
        assertThat(page).contains("The capture lost 3 packets");
        assertThat(page).contains("What the client has in flight");
        for (Step step : read.all().getFirst().steps()) {
            assertThat(page).contains("href='#p%d'".formatted(step.number()));
            assertThat(page).contains("<aside id='p%d'>".formatted(step.number()));
        }
    }

    @Test
    void aRunOfDataIsFoldedAndNothingOfItIsLost() throws IOException {
        Conversation conversation = read("zero.pcapng").all().getFirst();
        List<Row> rows = Folder.rows(conversation.steps(), true);
        assertThat(rows).anyMatch(Row.Run.class::isInstance).hasSizeLessThan(23);
        List<Step> unfolded = new ArrayList<>();
        for (Row row : rows) {
            switch (row) {
                case Row.One one -> unfolded.add(one.step());
                case Row.Run run -> {
                    assertThat(run.steps()).hasSizeGreaterThanOrEqualTo(Folder.RUN_MIN);
                    assertThat(run.steps()).noneMatch(Step::isTrouble);
                    unfolded.addAll(run.steps());
                }
            }
        }
        assertThat(unfolded).isEqualTo(conversation.steps());
        assertThat(Folder.rows(conversation.steps(), false)).hasSize(conversation.steps().size());
    }

    @Test
    void aRunSaysHowMuchItHolds() throws IOException {
        Conversation conversation = read("zero.pcapng").all().getFirst();
        TextLadder ladder = new TextLadder(new TextStyle(100, false, false));
        StringBuilder text = new StringBuilder();
        for (Row row : Folder.rows(conversation.steps(), true)) {
            text.append(ladder.draw(conversation, row));
            if (row instanceof Row.Run run) {
                assertThat(text.toString()).contains(run.steps().size() + " packets, ");
            }
        }
        assertThat(text.toString()).contains("\u2550\u2550", "goes on: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"fast.pcapng", "zero.pcapng", "udp6.pcap"})
    void fortyColumnsAreEnough(String capture) throws IOException {
        String text = text(capture, new TextStyle(40, false, false));
        assertThat(text.lines()).allMatch(line -> line.length() <= 40);
        assertThat(text).contains("client ", "server ", "\u2500\u2500\u25b6 ");
    }

    @Test
    void theEventsAreListedInTheirOrder() throws IOException {
        Conversation conversation = read("zero.pcapng").all().getFirst();
        String list = new TextLadder(new TextStyle(80, false, false)).events(conversation);
        assertThat(list).startsWith("events of tcp 1\n").contains("server: zero window\n");
        List<NamedEvent> events = NamedEvent.of(conversation);
        assertThat(events)
                .isSortedAccordingTo(Comparator.comparingInt(each -> each.first().number()));
        String page = new LadderPage(List.of(conversation), false, true, 0).text();
        for (NamedEvent event : events) {
            String place = "r%d'".formatted(event.first().number());
            assertThat(page).contains("href='#" + place, "id='" + place);
        }
    }

    @Test
    void aPageHasTheSameAsATableAndAsText() throws IOException {
        Conversation conversation = read("udp6.pcap").all().getFirst();
        String page = new LadderPage(List.of(conversation), false, true, 0).text();
        assertThat(page).contains("<th scope='col'>meaning</th>", "<pre class='bytes'>");
        assertThat(page).contains("<span class='client'>hello</span>");
        for (Step step : conversation.steps()) {
            assertThat(page).contains("<td>" + Markup.escaped(step.sentence()) + "</td>");
        }
        assertThat(page)
                .containsPattern("<p class='sub'>\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d ");
    }

    @Test
    void aDrawingByItselfSaysWhatItIs() throws IOException {
        String drawing = SvgLadder.of(read("udp6.pcap").all(), false, true);
        assertThat(drawing)
                .contains("<title>fairlead trace</title>", "<desc>udp 1 from [::1]:52895 to ")
                .contains("prefers-color-scheme: dark");
    }

    private static String text(String capture, TextStyle style) throws IOException {
        TextLadder ladder = new TextLadder(style);
        StringBuilder text = new StringBuilder();
        for (Conversation conversation : read(capture).all()) {
            for (Step step : conversation.steps()) text.append(ladder.draw(conversation, step));
        }
        return text.toString();
    }

    private static Conversations read(String name) throws IOException {
        Conversations conversations = new Conversations(ConversationFilter.all());
        InputStream in = Objects.requireNonNull(Conversations.class.getResourceAsStream(name));
        try (CaptureReader reader = CaptureReader.open(in)) {
            CapturedFrame frame = reader.next();
            while (frame != null) {
                conversations.add(frame);
                frame = reader.next();
            }
        }
        return conversations;
    }
}
