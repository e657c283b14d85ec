package io.fairlead.ladder;

import io.fairlead.trace.Conversation;
import io.fairlead.trace.Figures;
import io.fairlead.trace.Step;
import io.fairlead.trace.TcpState;
import java.util.List;
import java.util.Locale;

/** Draws one conversation as SVG. For one thread. */
public final class SvgLadder {
    static final int WIDTH = 1000;

    /** The most packets of one conversation that are drawn; a larger picture would not help. */
    static final int STEPS_MAX = 2_000;

    private static final int TIME_X = 84;
    private static final int LEFT_X = 236;
    private static final int RIGHT_X = 764;
    private static final int GAP_X = 12;
    private static final int HEADER = 76;
    private static final int LINE = 17;
    private static final int SENTENCE_CHARACTERS = 72;
    private static final String WIDE = "mwMW@%";
    private static final int PAUSE_HEIGHT = 26;
    private static final long PAUSE_NS = 100_000_000;

    private final Conversation conversation;
    private final boolean rawNumbers;
    private final boolean linked;
    private final Markup svg = new Markup();
    private final SvgWindows windows;
    private double y;
    private long lastNs;
    private TcpState client = TcpState.UNKNOWN;
    private TcpState server = TcpState.UNKNOWN;

    private SvgLadder(Conversation conversation, boolean rawNumbers, boolean linked) {
        this.conversation = conversation;
        this.rawNumbers = rawNumbers;
        this.linked = linked;
        windows = new SvgWindows(conversation);
    }

    /** A file with all conversations, one under the other. */
    public static String of(List<Conversation> conversations, boolean rawNumbers) {
        Markup all = new Markup();
        double top = 0;
        for (Conversation conversation : conversations) {
            SvgLadder ladder = new SvgLadder(conversation, rawNumbers, false);
            ladder.draw();
            all.raw(String.format(Locale.ROOT, "<g transform='translate(0 %.1f)'>", top));
            all.raw(ladder.svg + "</g>");
            top += ladder.y + 24;
        }
        String size =
                String.format(
                        Locale.ROOT,
                        "width='%d' height='%.0f' viewBox='0 0 %d %.0f'",
                        WIDTH,
                        top,
                        WIDTH,
                        top);
        return "<svg xmlns='http://www.w3.org/2000/svg' "
                + size
                + ">\n<style>\n"
                + Looks.DRAWING
                + "</style>\n<rect class='page' width='100%' height='100%'/>\n"
                + all
                + "</svg>\n";
    }

    /** A drawing for a page, whose arrows lead to {@code #pN}. */
    static String linked(Conversation conversation, boolean rawNumbers) {
        return element(new SvgLadder(conversation, rawNumbers, true));
    }

    /** A drawing for a page that has the style sheet {@link Looks#DRAWING}. */
    public static String drawing(Conversation conversation) {
        return element(new SvgLadder(conversation, false, false));
    }

    private static String element(SvgLadder ladder) {
        ladder.draw();
        return String.format(
                Locale.ROOT,
                "<svg viewBox='0 0 %d %.0f' role='img'>\n%s</svg>\n",
                WIDTH,
                ladder.y,
                ladder.svg);
    }

    private void draw() {
        List<Step> steps = conversation.steps();
        List<Step> shown = steps.subList(0, Math.min(steps.size(), STEPS_MAX));
        long startNs = shown.isEmpty() ? 0 : shown.getFirst().frame().timeNs();
        header();
        y = HEADER;
        lastNs = startNs;
        for (Step step : shown) {
            pause(step.frame().timeNs() - lastNs);
            step(step, step.frame().timeNs() - startNs);
            lastNs = step.frame().timeNs();
        }
        if (shown.size() < steps.size()) {
            y += LINE;
            String more = Figures.count(steps.size() - shown.size()) + " more packets";
            svg.label("mid faint", (LEFT_X + RIGHT_X) / 2.0, y, more);
        }
        y += 12;
    }

    private void header() {
        String name = conversation.protocol().word() + " " + conversation.number();
        svg.label("title", 12, 24, name);
        svg.label("faint small", 84, 24, Summary.of(conversation));
        svg.label("mid client", LEFT_X, 46, "client");
        svg.label("mid server", RIGHT_X, 46, "server");
        svg.label("mid mono", LEFT_X, 63, conversation.clientText());
        svg.label("mid mono", RIGHT_X, 63, conversation.serverText());
    }

    private void lifelines(double height) {
        svg.line("life", new Markup.Box(LEFT_X, y, 0, height));
        svg.line("life", new Markup.Box(RIGHT_X, y, 0, height));
    }

    private void pause(long ns) {
        if (ns < PAUSE_NS) return;
        lifelines(PAUSE_HEIGHT);
        svg.line("pause", new Markup.Box(LEFT_X, y + 3, 0, PAUSE_HEIGHT - 6));
        svg.line("pause", new Markup.Box(RIGHT_X, y + 3, 0, PAUSE_HEIGHT - 6));
        String later = Figures.time(ns) + " later";
        svg.label("mid faint small", (LEFT_X + RIGHT_X) / 2.0, y + 17, later);
        y += PAUSE_HEIGHT;
    }

    /** In characters of a usual width, as the letters of the drawing are not all alike. */
    private static int width(String text) {
        long wide =
                text.chars().filter(c -> Character.isUpperCase(c) || WIDE.indexOf(c) >= 0).count();
        return text.length() + (int) wide / 2;
    }

    private void step(Step step, long timeNs) {
        List<String> lines = Wrap.lines(step.sentence(), SENTENCE_CHARACTERS, SvgLadder::width);
        double height = 34 + LINE * lines.size();
        lifelines(height);
        String color = step.isTrouble() ? "trouble" : step.fromClient() ? "client" : "server";
        if (linked) {
            svg.raw(String.format(Locale.ROOT, "<a href='#p%d'>", step.number()));
            svg.box("hit", new Markup.Box(LEFT_X, y, RIGHT_X - LEFT_X, height));
        }
        arrow(step.fromClient(), color);
        String label = Labels.of(step, rawNumbers);
        svg.label("mono mid " + color, (LEFT_X + RIGHT_X) / 2.0, y + 14, label);
        for (int i = 0; i < lines.size(); i++) {
            svg.label("", LEFT_X + GAP_X, y + 40 + i * LINE, lines.get(i));
        }
        if (linked) svg.raw("</a>");
        svg.label("mono end faint", TIME_X, y + 22, Figures.seconds(timeNs));
        states(step);
        windows.draw(svg, step, step.fromClient() ? LEFT_X - 128 : RIGHT_X + GAP_X, y + 30);
        y += height;
    }

    private void arrow(boolean fromClient, String color) {
        double from = fromClient ? LEFT_X : RIGHT_X;
        double to = fromClient ? RIGHT_X : LEFT_X;
        double back = fromClient ? -9 : 9;
        svg.line("arrow " + color, new Markup.Box(from, y + 19, to - from + back / 2, 4));
        svg.raw(
                String.format(
                        Locale.ROOT,
                        "<path class='tip %s' d='M%.1f %.1f l%.1f -5 v10 z'/>",
                        color,
                        to,
                        y + 23,
                        back));
    }

    private void states(Step step) {
        String left = step.client() == client ? "state end same" : "state end";
        String right = step.server() == server ? "state same" : "state";
        svg.label(left, LEFT_X - GAP_X, y + 22, step.client().word());
        svg.label(right, RIGHT_X + GAP_X, y + 22, step.server().word());
        client = step.client();
        server = step.server();
    }
}
