package io.fairlead.ladder;

import io.fairlead.trace.Figures;
import io.fairlead.trace.Step;
import io.fairlead.trace.TcpState;

/**
 * The rows of a ladder for a screen that has no room for two lifelines: the direction is an arrow
 * at the beginning of a line. For one thread.
 *
 * <pre>
 *   0.001409 ──▶ PSH ACK seq 1 ack 1 len 6
 *     ESTABLISHED ESTABLISHED   ██████ 64K
 *     The client sends 6 bytes: "hello\n".
 * </pre>
 */
final class NarrowLadder {
    private static final String INDENT = "  ";
    private static final String TO_SERVER = "\u2500\u2500\u25b6";
    private static final String TO_CLIENT = "\u25c0\u2500\u2500";

    private final TextStyle style;

    NarrowLadder(TextStyle style) {
        this.style = style;
    }

    /** What a row says, drawn or not. */
    record Words(Step step, boolean fromClient, String label, String sentence, String window) {}

    String draw(Words words, String color, long timeNs) {
        StringBuilder text = new StringBuilder();
        String time = Figures.seconds(timeNs);
        String arrow = words.fromClient() ? TO_SERVER : TO_CLIENT;
        int rest = style.width() - time.length() - arrow.length() - 2;
        String label = words.label().replace("  ", " ");
        boolean first = true;
        for (String line : Wrap.lines(label, rest)) {
            text.append(
                    first ? style.in(TextStyle.FAINT, time) + " " : " ".repeat(time.length() + 1));
            String before = first ? arrow + " " : " ".repeat(arrow.length() + 1);
            text.append(style.in(color, before + line)).append('\n');
            first = false;
        }
        String states = states(words.step());
        String window = words.window().strip().replaceAll(" +", " ");
        String beside = (states + "  " + window).strip();
        if (!beside.isEmpty()) text.append(style.in(TextStyle.FAINT, INDENT + beside)).append('\n');
        for (String line : Wrap.lines(words.sentence(), style.width() - INDENT.length())) {
            text.append(INDENT).append(line).append('\n');
        }
        return text.toString();
    }

    private static String states(Step step) {
        if (step.client() == TcpState.UNKNOWN && step.server() == TcpState.UNKNOWN) return "";
        return word(step.client()) + " " + word(step.server());
    }

    private static String word(TcpState state) {
        return state == TcpState.UNKNOWN ? "-" : state.word();
    }
}
