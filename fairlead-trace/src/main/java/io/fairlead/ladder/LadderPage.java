package io.fairlead.ladder;

import io.fairlead.packet.Ip;
import io.fairlead.packet.Octets;
import io.fairlead.packet.TcpOptions;
import io.fairlead.packet.TcpSegment;
import io.fairlead.packet.UdpDatagram;
import io.fairlead.trace.Conversation;
import io.fairlead.trace.Figures;
import io.fairlead.trace.Protocol;
import io.fairlead.trace.Step;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Conversations as one page: ladders, windows over time, and for each arrow the bytes behind it.
 * The page has no script and asks for nothing. For one thread.
 */
public final class LadderPage {
    private static final int EVENTS_MAX = 200;
    private static final DateTimeFormatter BEGUN =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss zzz", Locale.ROOT);

    private final List<Conversation> conversations;
    private final boolean rawNumbers;
    private final boolean fold;
    private final long drops;
    private final Markup page = new Markup();

    /**
     * @param rawNumbers whether sequence numbers are those on the wire
     * @param fold whether runs of data take one place each, which can be unfolded
     * @param drops how many packets the capture lost
     */
    public LadderPage(
            List<Conversation> conversations, boolean rawNumbers, boolean fold, long drops) {
        this.conversations = List.copyOf(conversations);
        this.fold = fold;
        this.rawNumbers = rawNumbers;
        this.drops = drops;
    }

    /** The whole page. */
    public String text() {
        page.raw("<!doctype html>\n<html lang='en'><head><meta charset='utf-8'>")
                .raw("<meta name='viewport' content='width=device-width'>")
                .element("title", "fairlead trace")
                .raw("<style>\n" + Looks.DRAWING + Looks.PAGE + "</style></head><body>")
                .element("h1", "fairlead trace")
                .raw("<p class='sub'>" + Markup.escaped(about()) + "</p>");
        conversations.forEach(this::conversation);
        return page.raw("</body></html>").toString();
    }

    private String about() {
        String lost = drops == 0 ? "" : " The capture lost " + Figures.count(drops) + " packets.";
        String begun = "";
        if (!conversations.isEmpty()) {
            Step first = conversations.getFirst().steps().getFirst();
            Instant time = Instant.ofEpochSecond(0, first.frame().timeNs());
            begun = BEGUN.format(time.atZone(ZoneId.systemDefault())) + ". ";
        }
        return begun + "Click an arrow for its bytes, a thick one for its packets." + lost;
    }

    private void conversation(Conversation conversation) {
        events(conversation);
        page.raw("<section class='ladder'>")
                .raw(SvgLadder.linked(conversation, rawNumbers, fold))
                .raw("</section>")
                .raw(PacketTable.linked(conversation, rawNumbers, fold))
                .raw(PageStream.of(conversation));
        if (conversation.protocol() == Protocol.TCP) {
            chart(new FlowChart(conversation, true));
            chart(new FlowChart(conversation, false));
        }
        rates(conversation);
        panels(conversation);
    }

    private void panels(Conversation conversation) {
        List<Step> steps = SvgLadder.linkedSteps(conversation, fold);
        for (int i = 0; i < steps.size(); i++) {
            panel(
                    conversation,
                    steps.get(i),
                    i > 0 ? steps.get(i - 1) : null,
                    i + 1 < steps.size() ? steps.get(i + 1) : null);
        }
    }

    private void events(Conversation conversation) {
        List<NamedEvent> events = NamedEvent.of(conversation);
        if (events.isEmpty()) return;
        long startNs = conversation.steps().getFirst().frame().timeNs();
        page.element("h2", conversation.protocol().word() + " " + conversation.number());
        page.raw("<ol class='events'>");
        for (NamedEvent event : events.subList(0, Math.min(events.size(), EVENTS_MAX))) {
            String time = Figures.seconds(event.first().frame().timeNs() - startNs);
            page.raw("<li>" + link(event, "wide", 'r', time) + link(event, "phone", 't', time));
            page.raw("</li>");
        }
        page.raw("</ol>");
        if (events.size() > EVENTS_MAX) {
            page.element("p", Figures.count(events.size() - EVENTS_MAX) + " more events");
        }
    }

    /** To a place in the ladder, or in the table that narrow screens have in its place. */
    private static String link(NamedEvent event, String screen, char place, String time) {
        return String.format(
                Locale.ROOT,
                "<a class='%s%s' href='#%c%d'>%s %s</a>",
                screen,
                event.isTrouble() ? " trouble" : "",
                place,
                event.first().number(),
                time,
                event.words());
    }

    private void rates(Conversation conversation) {
        RateChart chart = new RateChart(conversation);
        if (chart.isWorthIt()) page.raw("<section>").raw(chart.svg()).raw("</section>");
    }

    private void chart(FlowChart chart) {
        if (chart.isWorthIt()) page.raw("<section>").raw(chart.svg()).raw("</section>");
    }

    private void panel(
            Conversation conversation, Step step, @Nullable Step before, @Nullable Step after) {
        String way =
                step.fromClient()
                        ? conversation.clientText() + " to " + conversation.serverText()
                        : conversation.serverText() + " to " + conversation.clientText();
        page.raw(String.format(Locale.ROOT, "<aside id='p%d'><nav>", step.number()));
        if (before != null)
            page.raw(String.format(Locale.ROOT, "<a href='#p%d'>before</a>", before.number()));
        if (after != null)
            page.raw(String.format(Locale.ROOT, "<a href='#p%d'>next</a>", after.number()));
        page.raw("<a href='#none'>close</a></nav>");
        page.element("h3", "Packet " + step.number() + ": " + way);
        page.element("p", step.sentence());
        page.raw("<table>");
        fields(step);
        page.raw("</table>").raw("<pre>" + Markup.escaped(bytes(step)) + "</pre></aside>");
    }

    private void fields(Step step) {
        Ip ip = step.packet().ip();
        if (ip != null) {
            field(
                    "IP",
                    String.format(
                            Locale.ROOT, "version %d, hop limit %d", ip.version(), ip.hopLimit()));
        }
        if (step.packet().transport() instanceof TcpSegment segment) {
            field("flags", segment.flagText());
            field("sequence", Long.toString(segment.sequence()));
            field("acknowledges", Long.toString(segment.acknowledgement()));
            field("window", segment.window() + scaled(step));
            options(segment.options());
        }
        field("on the wire", Figures.bytes(step.frame().wireBytes()) + " with the link header");
    }

    private static String scaled(Step step) {
        Step.Numbers numbers = step.numbers();
        if (numbers == null) return "";
        return numbers.windowExact()
                ? " = " + Figures.bytes(numbers.windowBytes())
                : ", scale unknown";
    }

    private void options(TcpOptions options) {
        if (options.mss() >= 0) field("MSS", Integer.toString(options.mss()));
        if (options.windowScale() >= 0) field("window scale", "2^" + options.windowScale());
        if (options.sackPermitted()) field("SACK", "permitted");
        options.sack().forEach(block -> field("SACK", block.from() + " to " + block.to()));
        options.timestamps()
                .ifPresent(times -> field("timestamps", times.value() + ", " + times.echo()));
    }

    private void field(String name, String value) {
        page.raw(
                "<tr><td>"
                        + Markup.escaped(name)
                        + "</td><td>"
                        + Markup.escaped(value)
                        + "</td></tr>");
    }

    /** What the packet carries; of one that carries nothing, the whole frame. */
    private static String bytes(Step step) {
        Octets payload =
                switch (step.packet().transport()) {
                    case TcpSegment segment -> segment.payload();
                    case UdpDatagram datagram -> datagram.payload();
                    default -> Octets.of();
                };
        boolean carries = payload.length() > 0;
        Octets shown = carries ? payload : step.frame().octets();
        String what = carries ? "what it carries, " : "no payload; the whole frame, ";
        String cut =
                shown.length() > HexLines.BYTES_MAX
                        ? ", of which the first " + Figures.count(HexLines.BYTES_MAX)
                        : "";
        return what + Figures.bytes(shown.length()) + cut + "\n" + HexLines.of(shown);
    }
}
