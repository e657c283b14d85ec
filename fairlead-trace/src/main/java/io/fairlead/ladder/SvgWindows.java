package io.fairlead.ladder;

import io.fairlead.trace.Conversation;
import io.fairlead.trace.Figures;
import io.fairlead.trace.Step;

/** The windows of a conversation as bars, beside the largest that each end offers. Immutable. */
final class SvgWindows {
    private static final double WIDTH = 68;
    private static final double HEIGHT = 9;

    private final long clientMost;
    private final long serverMost;

    SvgWindows(Conversation conversation) {
        clientMost = most(conversation, true);
        serverMost = most(conversation, false);
    }

    private static long most(Conversation conversation, boolean client) {
        long most = 1;
        for (Step step : conversation.steps()) {
            Step.Numbers numbers = step.numbers();
            if (numbers != null && step.fromClient() == client) {
                most = Math.max(most, numbers.windowBytes());
            }
        }
        return most;
    }

    void draw(Markup svg, Step step, double x, double y) {
        Step.Numbers numbers = step.numbers();
        if (numbers == null) return;
        long bytes = numbers.windowBytes();
        long most = step.fromClient() ? clientMost : serverMost;
        svg.box(bytes == 0 ? "shut" : "room", new Markup.Box(x, y, WIDTH, HEIGHT));
        String styles = step.fromClient() ? "window" : "window server";
        svg.box(styles, new Markup.Box(x, y, WIDTH * bytes / most, HEIGHT));
        String text = Figures.brief(bytes) + (numbers.windowExact() ? "" : "?");
        svg.label("mono small faint", x + WIDTH + 6, y + HEIGHT - 0.5, text);
    }
}
