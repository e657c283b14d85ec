package io.fairlead.ladder;

import io.fairlead.trace.Conversation;
import io.fairlead.trace.Figures;
import io.fairlead.trace.Mark;
import io.fairlead.trace.Step;
import io.fairlead.trace.TcpState;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Draws conversations as lines of text, each packet when it comes. For one thread.
 *
 * <pre>
 *     time        state |- flags, numbers ---------------->| state
 *          window 64K   | what that means                  |
 * </pre>
 */
public final class TextLadder {
    private static final int TIME_WIDTH = 10;
    private static final int SIDE_WIDTH = 12;
    private static final int AROUND_WIDTH = TIME_WIDTH + 2 * SIDE_WIDTH + 5;
    private static final long PAUSE_NS = 100_000_000;
    private static final int EVENTS_MAX = 20;
    private static final String LINE = "\u2502";

    private final TextStyle style;
    private final int inside;
    private final NarrowLadder narrow;
    private final boolean isNarrow;
    private final Map<Conversation, Drawn> drawn = new HashMap<>();
    private final StringBuilder text = new StringBuilder();
    private long startNs = -1;
    private @Nullable Conversation last;

    /** What of a conversation was drawn last. */
    private static final class Drawn {
        private final WindowBar clientWindow = new WindowBar();
        private final WindowBar serverWindow = new WindowBar();
        private long timeNs;
        private TcpState client = TcpState.UNKNOWN;
        private TcpState server = TcpState.UNKNOWN;
    }

    /** A ladder without packets. */
    public TextLadder(TextStyle style) {
        this.style = style;
        inside = style.width() - AROUND_WIDTH;
        narrow = new NarrowLadder(style);
        isNarrow = style.width() < TextStyle.LIFELINES_MIN;
    }

    /** The events of a conversation as a list, for the top of a long ladder; empty without any. */
    public String events(Conversation conversation) {
        List<NamedEvent> events = NamedEvent.of(conversation);
        if (events.isEmpty()) return "";
        if (startNs < 0) startNs = conversation.steps().getFirst().frame().timeNs();
        String name = conversation.protocol().word() + " " + conversation.number();
        StringBuilder list = new StringBuilder();
        list.append(style.in(TextStyle.STRONG, "events of " + name)).append('\n');
        for (NamedEvent event : events.subList(0, Math.min(events.size(), EVENTS_MAX))) {
            String time = Figures.seconds(event.first().frame().timeNs() - startNs);
            list.append(style.in(TextStyle.FAINT, padLeft(time, TIME_WIDTH))).append("  ");
            list.append(style.in(event.isTrouble() ? TextStyle.TROUBLE : "0", event.words()));
            list.append('\n');
        }
        if (events.size() > EVENTS_MAX) {
            String more = Figures.count(events.size() - EVENTS_MAX) + " more";
            list.append(" ".repeat(TIME_WIDTH + 2)).append(more).append('\n');
        }
        return list.append('\n').toString();
    }

    /** The lines for a row: a header where another conversation than the last goes on. */
    public String draw(Conversation conversation, Row row) {
        return switch (row) {
            case Row.One one -> draw(conversation, one.step());
            case Row.Run run -> drawRun(conversation, run);
        };
    }

    private String drawRun(Conversation conversation, Row.Run run) {
        Step first = run.steps().getFirst();
        String sentence = RunWords.sentence(run);
        Drawn before = begin(conversation, first);
        String color = run.fromClient() ? TextStyle.CLIENT : TextStyle.SERVER;
        NarrowLadder.Words words =
                new NarrowLadder.Words(
                        first, run.fromClient(), RunWords.label(run), sentence, " ".repeat(12));
        row(words, color, before, "\u2550");
        for (Step step : run.steps()) {
            (step.fromClient() ? before.clientWindow : before.serverWindow).next(step.numbers());
        }
        return end(run.steps().getLast(), before);
    }

    /** The lines for a packet: a header where another conversation than the last goes on. */
    public String draw(Conversation conversation, Step step) {
        Drawn before = begin(conversation, step);
        String color = step.isTrouble() ? TextStyle.TROUBLE : TextStyle.CLIENT;
        if (!step.isTrouble() && !step.fromClient()) color = TextStyle.SERVER;
        WindowBar bar = step.fromClient() ? before.clientWindow : before.serverWindow;
        String label = Labels.of(step, style.rawNumbers());
        String window = bar.next(step.numbers());
        NarrowLadder.Words words =
                new NarrowLadder.Words(step, step.fromClient(), label, step.sentence(), window);
        row(words, color, before, "\u2500");
        return end(step, before);
    }

    private Drawn begin(Conversation conversation, Step step) {
        if (startNs < 0) startNs = step.frame().timeNs();
        Drawn before = drawn.get(conversation);
        if (before == null) {
            before = new Drawn();
            drawn.put(conversation, before);
            header(conversation);
        } else if (conversation != last) {
            text.append(style.in(TextStyle.STRONG, "conversation " + conversation.number()))
                    .append(style.in(TextStyle.FAINT, " goes on, from "))
                    .append(style.in(TextStyle.FAINT, conversation.clientText()))
                    .append('\n');
        } else {
            pause(step.frame().timeNs() - before.timeNs);
        }
        last = conversation;
        return before;
    }

    /** What was drawn; the next packet is compared with this one. */
    private String end(Step step, Drawn before) {
        before.timeNs = step.frame().timeNs();
        before.client = step.client();
        before.server = step.server();
        String lines = text.toString();
        text.setLength(0);
        return lines;
    }

    private void header(Conversation conversation) {
        if (last != null) text.append('\n');
        if (isNarrow) {
            narrowHeader(conversation);
            return;
        }
        String client = conversation.clientText();
        String server = conversation.serverText();
        String name = conversation.protocol().word() + " " + conversation.number();
        int left = TIME_WIDTH + SIDE_WIDTH + 2;
        int room = style.width() - server.length();
        text.append(style.in(TextStyle.STRONG, name))
                .append(" ".repeat(Math.max(1, left - name.length() - 6)))
                .append(style.in(TextStyle.CLIENT, "client"))
                .append(" ".repeat(inside + 2))
                .append(style.in(TextStyle.SERVER, "server"))
                .append('\n');
        int clientAt = Math.max(0, left - client.length());
        int serverAt = Math.min(left + inside + 2, room);
        text.append(" ".repeat(clientAt)).append(style.in(TextStyle.CLIENT, client));
        if (clientAt + client.length() >= serverAt) {
            text.append('\n').append(" ".repeat(Math.max(0, serverAt)));
        } else {
            text.append(" ".repeat(serverAt - clientAt - client.length()));
        }
        text.append(style.in(TextStyle.SERVER, server)).append('\n');
    }

    private void narrowHeader(Conversation conversation) {
        String name = conversation.protocol().word() + " " + conversation.number();
        text.append(style.in(TextStyle.STRONG, name)).append('\n');
        String client = "client " + conversation.clientText();
        String server = "server " + conversation.serverText();
        text.append(style.in(TextStyle.CLIENT, client)).append('\n');
        text.append(style.in(TextStyle.SERVER, server)).append('\n');
    }

    private void pause(long ns) {
        if (ns < PAUSE_NS) return;
        String later = "\u22ee " + Figures.time(ns) + " later";
        if (isNarrow) {
            text.append(style.in(TextStyle.FAINT, "  " + later)).append('\n');
            return;
        }
        sides("", padded(" " + later, inside), "", TextStyle.FAINT);
    }

    private void row(NarrowLadder.Words words, String color, Drawn before, String shaft) {
        Step step = words.step();
        long timeNs = step.frame().timeNs() - startNs;
        if (isNarrow) {
            text.append(narrow.draw(words, color, timeNs));
            return;
        }
        String label = words.label();
        if (label.length() > inside - 6) {
            for (String line : Wrap.lines(label.replace("  ", " "), inside - 1)) {
                sides("", padded(" " + line, inside), "", color);
            }
            label = "";
        }
        String time = Figures.seconds(timeNs);
        text.append(style.in(TextStyle.FAINT, padLeft(time, TIME_WIDTH))).append(' ');
        text.append(state(padLeft(step.client().word(), SIDE_WIDTH), before.client, step.client()));
        String arrow = arrow(label, words.fromClient(), shaft);
        text.append(' ').append(style.in(color, arrow)).append(' ');
        text.append(state(step.server().word(), before.server, step.server()));
        endLine();
        sentence(words);
    }

    private String state(String word, TcpState before, TcpState now) {
        return style.in(before == now ? TextStyle.FAINT : TextStyle.STRONG, word);
    }

    private String arrow(String label, boolean fromClient, String shaft) {
        String words = label.isEmpty() ? "" : " " + label + " ";
        String line = shaft.repeat(inside - 2 - words.length());
        return fromClient
                ? "\u251c" + shaft + words + line + "\u25b6" + LINE
                : LINE + "\u25c0" + line + words + shaft + "\u2524";
    }

    private void sentence(NarrowLadder.Words words) {
        Step step = words.step();
        boolean left = step.fromClient();
        boolean first = true;
        for (String line : Wrap.lines(words.sentence(), inside - 2)) {
            String side = first ? words.window() : "";
            boolean named = step.isTrouble() || step.marks().contains(Mark.TIME_WAIT);
            String color = named ? TextStyle.STRONG : "0";
            sides(left ? side : "", padded(" " + line, inside), left ? "" : side, color);
            first = false;
        }
    }

    /** A line between the lifelines, and what stands at either side. */
    private void sides(String left, String middle, String right, String color) {
        text.append(" ".repeat(TIME_WIDTH + 1)).append(padLeft(left, SIDE_WIDTH));
        text.append(' ').append(style.in(TextStyle.FAINT, LINE));
        text.append(style.in(color, middle)).append(style.in(TextStyle.FAINT, LINE));
        text.append(' ').append(right);
        endLine();
    }

    private void endLine() {
        int end = text.length();
        while (end > 0 && text.charAt(end - 1) == ' ') end--;
        text.setLength(end);
        text.append('\n');
    }

    private static String padLeft(String word, int width) {
        return " ".repeat(Math.max(0, width - word.length())) + word;
    }

    private static String padded(String word, int width) {
        return word + " ".repeat(Math.max(0, width - word.length()));
    }
}
