package io.fairlead.ladder;

import io.fairlead.trace.Conversation;
import io.fairlead.trace.Figures;
import io.fairlead.trace.Step;
import java.util.List;
import java.util.Locale;

/** The rows of a ladder as a table: for those who do not see it, and for narrow screens. */
public final class PacketTable {
    private final Markup table = new Markup();
    private final boolean rawNumbers;
    private final boolean linked;
    private final long startNs;

    private PacketTable(Conversation conversation, boolean rawNumbers, boolean linked) {
        this.rawNumbers = rawNumbers;
        this.linked = linked;
        startNs = conversation.steps().getFirst().frame().timeNs();
    }

    /** All packets, each in a row that no link leads to: for a page with several captures. */
    public static String of(Conversation conversation) {
        return new PacketTable(conversation, false, false).text(conversation, false);
    }

    /** Rows to which links lead. */
    static String linked(Conversation conversation, boolean rawNumbers, boolean fold) {
        return new PacketTable(conversation, rawNumbers, true).text(conversation, fold);
    }

    private String text(Conversation conversation, boolean fold) {
        List<Row> rows = Folder.rows(conversation.steps(), fold);
        table.raw("<div class='packets'><table><thead><tr>");
        for (String column : List.of("time", "from", "packet", "states", "meaning")) {
            table.raw("<th scope='col'>" + column + "</th>");
        }
        table.raw("</tr></thead><tbody>");
        rows.subList(0, Math.min(rows.size(), SvgLadder.ROWS_MAX)).forEach(this::row);
        return table.raw("</tbody></table></div>").toString();
    }

    private void row(Row row) {
        switch (row) {
            case Row.One(Step step) ->
                    row(step, step.fromClient(), Labels.of(step, rawNumbers), step.sentence());
            case Row.Run run ->
                    row(
                            run.steps().getFirst(),
                            run.fromClient(),
                            RunWords.label(run),
                            RunWords.sentence(run));
        }
    }

    private void row(Step step, boolean fromClient, String label, String sentence) {
        String from = fromClient ? "client" : "server";
        String arrow = fromClient ? "client \u2192" : "\u2190 server";
        String style = step.isTrouble() ? from + " trouble" : from;
        String states = (step.client().word() + " " + step.server().word()).strip();
        table.raw(
                String.format(
                        Locale.ROOT,
                        "<tr%s class='%s'><td>%s s</td><td>%s</td><td>%s</td><td>%s</td>"
                                + "<td>%s</td></tr>",
                        linked ? " id='t" + step.number() + "'" : "",
                        style,
                        Figures.seconds(step.frame().timeNs() - startNs),
                        arrow,
                        Markup.escaped(label),
                        states,
                        Markup.escaped(sentence)));
    }
}
