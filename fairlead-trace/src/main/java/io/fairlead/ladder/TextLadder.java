package io.fairlead.ladder;

import io.fairlead.trace.Conversation;
import io.fairlead.trace.Figures;
import io.fairlead.trace.Mark;
import io.fairlead.trace.Step;
import io.fairlead.trace.TcpState;
import java.util.HashMap;
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
    private static final String LINE = "\u2502";

    private final TextStyle style;
    private final int inside;
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
    }

    /** The lines for a packet: a header where another conversation than the last goes on. */
    public String draw(Conversation conversation, Step step) {
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
        packet(step, before);
        before.timeNs = step.frame().timeNs();
        before.client = step.client();
        before.server = step.server();
        String lines = text.toString();
        text.setLength(0);
        return lines;
    }

    private void header(Conversation conversation) {
        if (last != null) text.append('\n');
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

    private void pause(long ns) {
        if (ns < PAUSE_NS) return;
        String later = "\u22ee " + Figures.time(ns) + " later";
        sides("", padded(" " + later, inside), "", TextStyle.FAINT);
    }

    private void packet(Step step, Drawn before) {
        String color = step.isTrouble() ? TextStyle.TROUBLE : TextStyle.CLIENT;
        if (!step.isTrouble() && !step.fromClient()) color = TextStyle.SERVER;
        String label = Labels.of(step, style.rawNumbers());
        if (label.length() > inside - 6) {
            String narrow = label.replace("  ", " ");
            for (String line : Wrap.lines(narrow, inside - 1)) {
                sides("", padded(" " + line, inside), "", color);
            }
            label = "";
        }
        String time = Figures.seconds(step.frame().timeNs() - startNs);
        text.append(style.in(TextStyle.FAINT, padLeft(time, TIME_WIDTH))).append(' ');
        text.append(state(padLeft(step.client().word(), SIDE_WIDTH), before.client, step.client()));
        text.append(' ').append(style.in(color, arrow(label, step.fromClient()))).append(' ');
        text.append(state(step.server().word(), before.server, step.server()));
        endLine();
        sentence(step, before);
    }

    private String state(String word, TcpState before, TcpState now) {
        return style.in(before == now ? TextStyle.FAINT : TextStyle.STRONG, word);
    }

    private String arrow(String label, boolean fromClient) {
        String words = label.isEmpty() ? "" : " " + label + " ";
        String line = "\u2500".repeat(inside - 2 - words.length());
        return fromClient
                ? "\u251c\u2500" + words + line + "\u25b6" + LINE
                : LINE + "\u25c0" + line + words + "\u2500\u2524";
    }

    private void sentence(Step step, Drawn before) {
        boolean left = step.fromClient();
        WindowBar bar = left ? before.clientWindow : before.serverWindow;
        String window = bar.next(step.numbers());
        boolean first = true;
        for (String line : Wrap.lines(step.sentence(), inside - 2)) {
            String side = first ? window : "";
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
