package io.fairlead.ladder;

import io.fairlead.trace.Conversation;
import io.fairlead.trace.Figures;
import io.fairlead.trace.Step;
import io.fairlead.trace.TcpState;
import java.util.List;
import java.util.Locale;

/** Draws the rows of one conversation, one under the other. For one thread. */
final class SvgRows {
    static final int WIDTH = 1000;
    static final int TIME_X = 84;
    static final int LEFT_X = 236;
    static final int RIGHT_X = 764;
    private static final int GAP_X = 12;
    private static final int LINE = 17;
    private static final int SENTENCE_CHARACTERS = 72;
    private static final String WIDE = "mwMW@%";
    private static final int PAUSE_HEIGHT = 26;
    private static final long PAUSE_NS = 100_000_000;

    private final boolean rawNumbers;
    private final boolean linked;
    private final SvgWindows windows;
    private final long startNs;
    private final Markup svg = new Markup();
    private double y;
    private long lastNs;
    private TcpState client = TcpState.UNKNOWN;
    private TcpState server = TcpState.UNKNOWN;

    /** An arrow and what stands at it. */
    private record Arrow(
            Step step, boolean fromClient, String color, String label, String sentence) {}

    /**
     * @param linked whether each arrow leads to {@code #pN}, and can be jumped to as {@code #rN}
     */
    SvgRows(Conversation conversation, boolean rawNumbers, boolean linked) {
        this.rawNumbers = rawNumbers;
        this.linked = linked;
        windows = new SvgWindows(conversation);
        List<Step> steps = conversation.steps();
        startNs = steps.isEmpty() ? 0 : steps.getFirst().frame().timeNs();
        lastNs = startNs;
    }

    Markup svg() {
        return svg;
    }

    double height() {
        return y;
    }

    /** The next row begins so far down. */
    void down(double height) {
        y += height;
    }

    /** What was drawn since the last call, as an element of a page; the next begins at its top. */
    String take(String title) {
        String element = SvgLadder.element(svg.toString(), y, title);
        svg.clear();
        y = 0;
        return element;
    }

    void row(Row row) {
        switch (row) {
            case Row.One one -> step(one.step());
            case Row.Run run -> run(run);
        }
    }

    void step(Step step) {
        String color = step.isTrouble() ? "trouble" : step.fromClient() ? "client" : "server";
        pause(step.frame().timeNs() - lastNs);
        String label = Labels.of(step, rawNumbers);
        if (linked) {
            svg.raw(
                    String.format(
                            Locale.ROOT, "<a id='r%d' href='#p%d'>", step.number(), step.number()));
        }
        draw(new Arrow(step, step.fromClient(), color, label, step.sentence()), linked);
        lastNs = step.frame().timeNs();
    }

    private void run(Row.Run run) {
        String color = (run.fromClient() ? "client" : "server") + " fold";
        Step first = run.steps().getFirst();
        pause(first.frame().timeNs() - lastNs);
        String label = RunWords.label(run);
        draw(new Arrow(first, run.fromClient(), color, label, RunWords.sentence(run)), false);
        lastNs = run.steps().getLast().frame().timeNs();
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

    private void draw(Arrow arrow, boolean closesLink) {
        List<String> lines = Wrap.lines(arrow.sentence(), SENTENCE_CHARACTERS, SvgRows::width);
        double height = 34 + LINE * lines.size();
        lifelines(height);
        if (closesLink) svg.box("hit", new Markup.Box(LEFT_X, y, RIGHT_X - LEFT_X, height));
        shaft(arrow.fromClient(), arrow.color());
        svg.label("mono mid " + arrow.color(), (LEFT_X + RIGHT_X) / 2.0, y + 13, arrow.label());
        for (int i = 0; i < lines.size(); i++) {
            svg.label("", LEFT_X + GAP_X, y + 40 + i * LINE, lines.get(i));
        }
        if (closesLink) svg.raw("</a>");
        Step step = arrow.step();
        String time = Figures.seconds(step.frame().timeNs() - startNs);
        svg.label("mono end faint", TIME_X, y + 22, time);
        states(step);
        windows.draw(svg, step, step.fromClient() ? LEFT_X - 128 : RIGHT_X + GAP_X, y + 30);
        y += height;
    }

    private void shaft(boolean fromClient, String color) {
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
