package io.fairlead.lab.report;

import io.fairlead.lab.Part;
import io.fairlead.lab.Report;
import io.fairlead.ladder.Looks;
import io.fairlead.ladder.Markup;
import io.fairlead.ladder.SvgLadder;
import java.util.List;
import java.util.Locale;

/** Labs as one page, which has no script and asks for nothing. For one thread. */
public final class HtmlReport {
    private static final String LOOKS =
            """
            body { padding-bottom: 3rem; }
            .question { border-left: 4px solid #1f6feb; padding-left: .8rem; font-weight: 600; }
            .calls { margin: .8rem 0; }
            .calls .client { color: #1f6feb; } .calls .server { color: #1a7f37; }
            .held { color: #1a7f37; } .broken { color: #cf222e; } .unseen { color: #6b7684; }
            .checks { list-style: none; padding: 0; margin: .6rem 0; }
            @media (prefers-color-scheme: dark) {
              .calls .client { color: #6cb0ff; }
              .calls .server, .held { color: #6cd48a; } .broken { color: #ff8182; }
            }
            """;

    private final Markup page = new Markup();

    private HtmlReport() {}

    /** The whole page. */
    public static String of(List<Report> reports) {
        return new HtmlReport().page(reports);
    }

    private String page(List<Report> reports) {
        page.raw("<!doctype html>\n<html lang='en'><head><meta charset='utf-8'>")
                .raw("<meta name='viewport' content='width=device-width'>")
                .element("title", "fairlead lab")
                .raw("<style>\n" + Looks.DRAWING + Looks.PAGE + LOOKS + "</style></head><body>")
                .element("h1", "fairlead lab");
        reports.forEach(this::report);
        return page.raw("</body></html>").toString();
    }

    private void report(Report report) {
        page.element("h2", report.lab().name() + ": " + report.lab().summary());
        page.element("p", report.lab().expectation());
        report.parts().forEach(this::part);
        page.element("p", report.outcome() + ".");
    }

    private void part(Part part) {
        switch (part) {
            case Part.Sentence sentence -> page.element("p", sentence.text());
            case Part.Question question ->
                    page.raw("<p class='question'>" + Markup.escaped(question.text()) + "</p>");
            case Part.Call call ->
                    page.raw(
                            "<pre class='calls'><span class='%s'>%s</span></pre>"
                                    .formatted(
                                            call.side().equals("client") ? "client" : "server",
                                            Markup.escaped(call.text())));
            case Part.Check check -> {
                String style = check.verdict().name().toLowerCase(Locale.ROOT);
                String text = Markup.escaped(check.text());
                page.raw("<ul class='checks'><li class='%s'>%s</li></ul>".formatted(style, text));
            }
            case Part.Sockets sockets -> page.element("pre", String.join("\n", sockets.lines()));
            case Part.Table table -> table(table);
            case Part.Ladder ladder ->
                    ladder.conversations()
                            .forEach(conversation ->
                                    page.raw("<section>")
                                            .raw(SvgLadder.drawing(conversation))
                                            .raw("</section>"));
        }
    }

    private void table(Part.Table table) {
        page.raw("<table>");
        row("th", table.columns());
        table.rows().forEach(row -> row("td", row));
        page.raw("</table>");
    }

    private void row(String element, List<String> cells) {
        page.raw("<tr>");
        cells.forEach(cell -> page.element(element, cell));
        page.raw("</tr>");
    }
}
