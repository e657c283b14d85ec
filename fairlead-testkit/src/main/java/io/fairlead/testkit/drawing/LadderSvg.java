package io.fairlead.testkit.drawing;

import java.util.List;
import java.util.Locale;

/** Draws a conversation as SVG, for a browser. */
public final class LadderSvg {
    private static final int ROWS_MAX = 5_000;
    private static final int ROW = 22;
    private static final int HEAD = 64;
    private static final int FIRST = 150;
    private static final int GAP = 380;
    private static final int MARGIN = 260;
    private static final int SLOPE = 6;

    private final LadderRows conversation;
    private final String title;
    private final StringBuilder svg = new StringBuilder();

    /** A drawing of a conversation, with a line above it. */
    public LadderSvg(LadderRows conversation, String title) {
        this.conversation = conversation;
        this.title = title;
    }

    /** The document. */
    public String text() {
        List<LadderRows.Row> rows = conversation.rows();
        int shown = Math.min(rows.size(), ROWS_MAX);
        int hosts = conversation.hosts().size();
        int width = at(Math.max(0, hosts - 1)) + MARGIN;
        int height = HEAD + (shown + 2) * ROW;
        svg.setLength(0);
        svg.append(begin(width, height));
        for (int i = 0; i < hosts; i++) {
            text(at(i), HEAD - 14, "middle", "host", conversation.hosts().get(i));
            line(new int[] {at(i), HEAD - 6, at(i), height - ROW}, "host");
        }
        for (int i = 0; i < shown; i++) row(rows.get(i), HEAD + (i + 1) * ROW);
        if (shown < rows.size()) {
            String more = rows.size() - shown + " more";
            text(FIRST, height - 6, "middle", "time", more);
        }
        return svg.append("</svg>\n").toString();
    }

    private String begin(int width, int height) {
        return String.format(
                Locale.ROOT,
                """
                <svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d"
                     font-family="monospace" font-size="12">
                <style>
                  line { stroke: #246; stroke-width: 1.2 } line.host { stroke: #bbb }
                  line.lost { stroke: #b00; stroke-dasharray: 4 }
                  text.host { font-weight: bold } text.time { fill: #777 }
                  text.fault, circle { fill: #b00 }
                </style>
                <defs><marker id="head" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8"
                  markerHeight="8" orient="auto"><path d="M0 0 L8 4 L0 8 z" fill="#246"/></marker>
                </defs>
                <rect width="100%%" height="100%%" fill="white"/>
                <text x="12" y="22">%s</text>
                """,
                width,
                height,
                escape(title));
    }

    private static int at(int host) {
        return FIRST + host * GAP;
    }

    private void row(LadderRows.Row row, int y) {
        text(FIRST - 20, y + 4, "end", "time", row.time() + " s");
        String number = row.connection() > 0 ? "#" + row.connection() + " " : "";
        String words = number + row.words();
        int from = at(row.from());
        int to = at(row.to());
        if (from == to) {
            svg.append(
                    String.format(Locale.ROOT, "<circle cx=\"%d\" cy=\"%d\" r=\"4\"/>%n", to, y));
            text(from + 10, y + 4, "start", "fault", words);
            return;
        }
        boolean lost = row.mark() == LadderRows.Mark.LOST;
        int end = lost ? to - (to - from) / 4 : to; // it does not get there
        line(new int[] {from, y - SLOPE, end, y + SLOPE}, lost ? "lost" : "sent");
        text((from + to) / 2, y - SLOPE, "middle", "sent", words);
    }

    private void line(int[] ends, String kind) {
        String head = kind.equals("sent") ? " marker-end=\"url(#head)\"" : "";
        svg.append(
                String.format(
                        Locale.ROOT,
                        "<line class=\"%s\" x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\"%s/>\n",
                        kind,
                        ends[0],
                        ends[1],
                        ends[2],
                        ends[3],
                        head));
    }

    private void text(int x, int y, String anchor, String kind, String words) {
        svg.append(
                String.format(
                        Locale.ROOT,
                        "<text class=\"%s\" x=\"%d\" y=\"%d\" text-anchor=\"%s\">%s</text>\n",
                        kind,
                        x,
                        y,
                        anchor,
                        escape(words)));
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
