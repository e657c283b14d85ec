package io.fairlead.ladder;

import io.fairlead.trace.Conversation;
import io.fairlead.trace.Figures;
import io.fairlead.trace.Step;
import java.util.List;
import java.util.Locale;

/** The rows of a ladder as a table: for those who do not see it, and for narrow screens. */
final class PacketTable {
    private final Markup table = new Markup();
    private final boolean rawNumbers;
    private final long startNs;

    private PacketTable(Conversation conversation, boolean rawNumbers) {
        this.rawNumbers = rawNumbers;
        startNs = conversation.steps().getFirst().frame().timeNs();
    }

    static String of(Conversation conversation, boolean rawNumbers, boolean fold) {
        return new PacketTable(conversation, rawNumbers).text(conversation, fold);
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
                        "<tr id='t%d' class='%s'><td>%s s</td><td>%s</td><td>%s</td><td>%s</td>"
                                + "<td>%s</td></tr>",
                        step.number(),
                        style,
                        Figures.seconds(step.frame().timeNs() - startNs),
                        arrow,
                        Markup.escaped(label),
                        states,
                        Markup.escaped(sentence)));
    }
}
