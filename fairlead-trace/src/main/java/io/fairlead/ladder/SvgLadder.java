package io.fairlead.ladder;

import io.fairlead.trace.Conversation;
import io.fairlead.trace.Figures;
import io.fairlead.trace.Protocol;
import io.fairlead.trace.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Draws one conversation as SVG. For one thread. */
public final class SvgLadder {
    static final int WIDTH = SvgRows.WIDTH;

    /** How many rows of one conversation are drawn; a picture of more helps nobody. */
    static final int ROWS_MAX = 2_000;

    /** How many packets of one run can be unfolded. */
    static final int UNFOLDED_MAX = 200;

    private static final int HEADER = 104;
    private static final int BOTTOM = 12;

    private final Conversation conversation;
    private final List<Row> rows;
    private final int shown;
    private final SvgRows drawing;

    private SvgLadder(Conversation conversation, boolean rawNumbers, boolean fold, boolean linked) {
        this.conversation = conversation;
        rows = Folder.rows(conversation.steps(), fold);
        shown = Math.min(rows.size(), ROWS_MAX);
        drawing = new SvgRows(conversation, rawNumbers, linked);
    }

    /**
     * A file with all conversations, one under the other.
     *
     * @param rawNumbers whether sequence numbers are those on the wire
     * @param fold whether runs of data take one place each
     */
    public static String of(List<Conversation> conversations, boolean rawNumbers, boolean fold) {
        Markup all = new Markup();
        double top = 0;
        for (Conversation conversation : conversations) {
            SvgLadder ladder = new SvgLadder(conversation, rawNumbers, fold, false);
            ladder.draw();
            all.raw(String.format(Locale.ROOT, "<g transform='translate(0 %.1f)'>", top));
            all.raw(ladder.drawing.svg() + "</g>");
            top += ladder.drawing.height() + 24;
        }
        String size =
                String.format(
                        Locale.ROOT,
                        "width='%d' height='%.0f' viewBox='0 0 %d %.0f'",
                        WIDTH,
                        top,
                        WIDTH,
                        top);
        return "<svg xmlns='http://www.w3.org/2000/svg' role='img' "
                + size
                + ">\n"
                + about(conversations)
                + "<style>\n"
                + Looks.DRAWING
                + Looks.DRAWING_IN_THE_DARK
                + "</style>\n<rect class='page' width='100%' height='100%'/>\n"
                + all
                + "</svg>\n";
    }

    /** What a screen reader says of a picture. */
    private static String about(List<Conversation> conversations) {
        Markup about = new Markup().element("title", "fairlead trace");
        StringBuilder text = new StringBuilder();
        for (Conversation each : conversations) text.append(sentence(each)).append(' ');
        return about.element("desc", text.toString().strip()).toString();
    }

    private static String sentence(Conversation each) {
        return String.format(
                Locale.ROOT,
                "%s %d from %s to %s: %s.",
                each.protocol().word(),
                each.number(),
                each.clientText(),
                each.serverText(),
                Summary.of(each));
    }

    /** Drawings for a page, whose arrows lead to {@code #pN}; each run can be unfolded. */
    static String linked(Conversation conversation, boolean rawNumbers, boolean fold) {
        return new SvgLadder(conversation, rawNumbers, fold, true).blocks();
    }

    /** The packets that {@link #linked} draws, in their order. */
    static List<Step> linkedSteps(Conversation conversation, boolean fold) {
        List<Step> steps = new ArrayList<>();
        List<Row> rows = Folder.rows(conversation.steps(), fold);
        for (Row row : rows.subList(0, Math.min(rows.size(), ROWS_MAX))) {
            switch (row) {
                case Row.One one -> steps.add(one.step());
                case Row.Run run -> run.steps().stream().limit(UNFOLDED_MAX).forEach(steps::add);
            }
        }
        return steps;
    }

    /** A drawing for a page that has the style sheet {@link Looks#DRAWING}; nothing is folded. */
    public static String drawing(Conversation conversation) {
        SvgLadder ladder = new SvgLadder(conversation, false, false, false);
        ladder.draw();
        return ladder.drawing.take(sentence(conversation));
    }

    static String element(String content, double height, String title) {
        return String.format(
                Locale.ROOT,
                "<svg viewBox='0 0 %d %.0f' role='group' aria-label='%s'>\n%s</svg>\n",
                WIDTH,
                height,
                Markup.escaped(title),
                content);
    }

    private void draw() {
        header();
        rows.subList(0, shown).forEach(drawing::row);
        drawing.down(BOTTOM);
    }

    private String blocks() {
        Markup page = new Markup();
        header();
        for (Row row : rows.subList(0, shown)) {
            if (row instanceof Row.Run run) {
                page.raw(drawing.take("packets"));
                unfolding(run, page);
            } else {
                drawing.row(row);
            }
        }
        drawing.down(BOTTOM);
        return page.raw(drawing.take("packets")).toString();
    }

    private void unfolding(Row.Run run, Markup page) {
        drawing.row(run);
        page.raw("<details class='run'><summary>" + drawing.take(RunWords.label(run)));
        page.raw("</summary>");
        List<Step> steps = run.steps();
        steps.subList(0, Math.min(steps.size(), UNFOLDED_MAX)).forEach(drawing::step);
        page.raw(drawing.take("packets of this run"));
        if (steps.size() > UNFOLDED_MAX) {
            String more = Figures.count(steps.size() - UNFOLDED_MAX) + " more packets of this run";
            page.element("p", more + " are not drawn.");
        }
        page.raw("</details>");
    }

    private void header() {
        Markup svg = drawing.svg();
        String name = conversation.protocol().word() + " " + conversation.number();
        svg.label("title", 12, 24, name);
        svg.label("faint small", SvgRows.TIME_X, 24, Summary.of(conversation));
        String cut = cut(conversation, rows.size());
        svg.label("small faint", SvgRows.TIME_X, 41, legend());
        if (!cut.isEmpty()) svg.label("small trouble", SvgRows.TIME_X, 57, cut);
        svg.label("mid client", SvgRows.LEFT_X, 75, "client");
        svg.label("mid server", SvgRows.RIGHT_X, 75, "server");
        svg.label("mid mono", SvgRows.LEFT_X, 92, conversation.clientText());
        svg.label("mid mono", SvgRows.RIGHT_X, 92, conversation.serverText());
        drawing.down(HEADER);
    }

    /** Says that not all rows are drawn; empty where they are. */
    private static String cut(Conversation conversation, int rows) {
        if (rows <= ROWS_MAX) return "";
        return "Only the first %s of %s rows are drawn (%s packets in all)."
                .formatted(
                        Figures.count(ROWS_MAX),
                        Figures.count(rows),
                        Figures.count(conversation.steps().size()));
    }

    private String legend() {
        String common = "Red: trouble. Thick: a run of packets.";
        if (conversation.protocol() == Protocol.UDP) return common;
        return "Beside an arrow: the state (grey: unchanged) and the receive window (bar: of the"
                + " most offered). "
                + common;
    }
}
