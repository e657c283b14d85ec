package io.fairlead.lab.report;

import io.fairlead.lab.Lab;
import io.fairlead.lab.Part;
import io.fairlead.lab.Report;
import io.fairlead.ladder.Looks;
import io.fairlead.ladder.Markup;
import io.fairlead.ladder.PacketTable;
import io.fairlead.ladder.SvgLadder;
import io.fairlead.trace.Conversation;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Labs as one page, which has no script and asks for nothing. For one thread. */
public final class HtmlReport {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss zzz", Locale.ROOT);

    private static final String LOOKS =
            """
            body { padding-bottom: 3rem; }
            nav ol { columns: 22rem; column-gap: 2rem; padding-left: 0; list-style: none; }
            nav li { break-inside: avoid; margin: .15rem 0; padding-left: 1.3rem;
              text-indent: -1.3rem; }
            article { border-top: 1px solid #dfe4ea; margin-top: 2.5rem; }
            .question { border-left: 4px solid #1a5fd0; padding-left: .8rem; font-weight: 600; }
            pre, .calls { margin: .8rem 0; padding: .5rem .7rem; border-radius: 6px;
              background: #f6f8fa; }
            .calls code { display: block; padding-left: 2rem; text-indent: -2rem;
              font: 12.5px/1.45 ui-monospace, 'DejaVu Sans Mono', monospace;
              white-space: pre-wrap; overflow-wrap: anywhere; }
            .calls .client { color: #1a5fd0; } .calls .server { color: #1a7f37; }
            .held { color: #1a7f37; } .broken { color: #c21f2b; } .unseen { color: #5c6673; }
            .checks { list-style: none; padding: 0; margin: .6rem 0; }
            .checks li { padding-left: 1.3rem; text-indent: -1.3rem; }
            .table { overflow-x: auto; margin: .8rem 0; }
            .table th { text-align: left; padding: 0 .8rem .2rem 0; }
            .back { float: right; font-size: .85rem; margin: .4rem 0; }
            @media (prefers-color-scheme: dark) {
              pre, .calls { background: #18202a; } article { border-color: #303a48; }
              .question { border-color: #6cb0ff; }
              .calls .client { color: #6cb0ff; } .unseen { color: #97a3b4; }
              .calls .server, .held { color: #6cd48a; } .broken { color: #ff8182; }
            }
            @media (max-width: 600px) { body { padding-bottom: 3rem; } }
            """;

    private final Markup page = new Markup();

    private HtmlReport() {}

    /**
     * The whole page.
     *
     * @param time when the labs were run
     */
    public static String of(List<Report> reports, ZonedDateTime time) {
        return new HtmlReport().page(reports, time);
    }

    private String page(List<Report> reports, ZonedDateTime time) {
        page.raw("<!doctype html>\n<html lang='en'><head><meta charset='utf-8'>")
                .raw("<meta name='viewport' content='width=device-width'>")
                .element("title", "fairlead lab")
                .raw("<style>\n" + Looks.DRAWING + Looks.PAGE + LOOKS + "</style></head><body>")
                .raw("<h1 id='top'>fairlead lab</h1>")
                .raw("<p class='sub'>" + Markup.escaped(about(reports, time)) + "</p>");
        if (reports.size() > 1) contents(reports);
        reports.forEach(report -> report(report, reports.size() > 1));
        return page.raw("</body></html>").toString();
    }

    private static String about(List<Report> reports, ZonedDateTime time) {
        long broken = reports.stream().filter(report -> !report.held()).count();
        String labs = reports.size() == 1 ? "1 lab" : reports.size() + " labs";
        String outcome = broken == 0 ? "every check held" : broken + " failed";
        return TIME.format(time) + ". " + labs + ", " + outcome + ".";
    }

    private void contents(List<Report> reports) {
        page.raw("<nav aria-label='contents'><ol>");
        for (Report report : reports) {
            Lab lab = report.lab();
            Part.Verdict verdict = report.held() ? Part.Verdict.HELD : Part.Verdict.BROKEN;
            page.raw(
                    "<li><span class='%s'>%s</span> <a href='#%s'>%s</a>: %s</li>"
                            .formatted(
                                    style(verdict),
                                    verdict.mark(),
                                    lab.name(),
                                    lab.name(),
                                    Markup.escaped(lab.summary())));
        }
        page.raw("</ol></nav>");
    }

    private void report(Report report, boolean among) {
        page.raw("<article id='%s'>".formatted(report.lab().name()));
        if (among) page.raw("<a class='back' href='#top'>contents</a>");
        page.element("h2", report.lab().name() + ": " + report.lab().summary());
        page.element("p", report.lab().expectation());
        List<Part> parts = report.parts();
        for (int i = 0; i < parts.size(); i++) {
            Part before = i == 0 ? null : parts.get(i - 1);
            part(parts.get(i), before, i + 1 == parts.size() ? null : parts.get(i + 1));
        }
        Onward.of(report.lab()).forEach(sentence -> page.element("p", sentence));
        page.element("p", report.outcome() + ".").raw("</article>");
    }

    /** Calls that follow each other are one block, and so are checks. */
    private void part(Part part, @Nullable Part before, @Nullable Part after) {
        boolean first = before == null || before.getClass() != part.getClass();
        boolean last = after == null || after.getClass() != part.getClass();
        switch (part) {
            case Part.Sentence sentence -> page.element("p", sentence.text());
            case Part.Question question ->
                    page.raw("<p class='question'>" + Markup.escaped(question.text()) + "</p>");
            case Part.Call call -> {
                if (first) page.raw("<div class='calls'>");
                page.raw(
                        "<code class='%s'>%s</code>"
                                .formatted(
                                        call.side().equals("client") ? "client" : "server",
                                        Markup.escaped(call.text())));
                if (last) page.raw("</div>");
            }
            case Part.Check check -> {
                if (first) page.raw("<ul class='checks'>");
                String text = Markup.escaped(check.text());
                page.raw("<li class='%s'>%s</li>".formatted(style(check.verdict()), text));
                if (last) page.raw("</ul>");
            }
            case Part.Sockets sockets -> page.element("pre", String.join("\n", sockets.lines()));
            case Part.Table table -> table(table);
            case Part.Ladder ladder -> ladder.conversations().forEach(this::ladder);
        }
    }

    private static String style(Part.Verdict verdict) {
        return verdict.name().toLowerCase(Locale.ROOT);
    }

    /** The drawing, and the same as a table for narrow screens and for those who do not see it. */
    private void ladder(Conversation conversation) {
        page.raw("<section class='ladder'>")
                .raw(SvgLadder.drawing(conversation))
                .raw("</section>")
                .raw(PacketTable.of(conversation));
    }

    private void table(Part.Table table) {
        page.raw("<div class='table'><table>");
        row("th", table.columns());
        table.rows().forEach(row -> row("td", row));
        page.raw("</table></div>");
    }

    private void row(String element, List<String> cells) {
        page.raw("<tr>");
        cells.forEach(cell -> page.element(element, cell));
        page.raw("</tr>");
    }
}
