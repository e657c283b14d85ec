package io.fairlead.cli.bench.page;

import io.fairlead.net.text.Printable;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** A page that needs no network, light or dark as its reader has it. For one thread. */
public final class HtmlPage {
    private static final String STYLE =
            """
            :root { color-scheme: light dark; --ink: #1c2430; --dim: #5d6878; --rule: #dfe4ea;
              --page: #fff; --card: #f6f8fa; --s1: #1f6feb; --s2: #d9730d; --s3: #2da44e;
              --s4: #b83280; --s5: #6f42c1; --s6: #0f8b8d; }
            @media (prefers-color-scheme: dark) { :root { --ink: #e6eaf0; --dim: #97a3b4;
              --rule: #303a48; --page: #10151c; --card: #18202a; --s1: #6cb0ff; --s2: #ffab5e;
              --s3: #6cd48a; --s4: #f08cc0; --s5: #b79cf2; --s6: #5ad0d2; } }
            body { margin: 2rem auto; max-width: 52rem; padding: 0 1rem; color: var(--ink);
              background: var(--page); font: 15px/1.5 system-ui, sans-serif; }
            h1 { font-size: 1.35rem; margin: 0; } p.sub { color: var(--dim); margin: 0 0 1rem; }
            pre, section { background: var(--card); border: 1px solid var(--rule);
              border-radius: 8px; padding: 1rem; overflow-x: auto; margin: 0 0 1rem; }
            pre { font: 13px/1.6 ui-monospace, monospace; }
            table { border-collapse: collapse; font-size: 13px; white-space: nowrap; }
            th, td { padding: .15rem .6rem; text-align: right; }
            th { color: var(--dim); font-weight: 500; }
            th:nth-child(2), td:nth-child(2) { text-align: left; }
            tbody tr { border-top: 1px solid var(--rule); } tr.best { font-weight: 700; }
            svg { width: 100%; height: auto; display: block; }
            svg text { fill: var(--dim); font: 12px system-ui, sans-serif; }
            svg text.title { fill: var(--ink); font-weight: 600; font-size: 14px; }
            svg .grid { stroke: var(--rule); }
            svg .line { fill: none; stroke-width: 2; stroke-linejoin: round; }
            svg text.name { font-weight: 600; }
            svg text.mark { fill: var(--ink); paint-order: stroke; stroke: var(--card);
              stroke-width: 3px; }
            svg .f1, svg .f7 { fill: var(--s1); } svg .f2, svg .f8 { fill: var(--s2); }
            svg .f3, svg .f9 { fill: var(--s3); } svg .f4, svg .f10 { fill: var(--s4); }
            svg .f5, svg .f11 { fill: var(--s5); } svg .f6, svg .f12 { fill: var(--s6); }
            svg .s1, svg .s7 { stroke: var(--s1); } svg .s2, svg .s8 { stroke: var(--s2); }
            svg .s3, svg .s9 { stroke: var(--s3); } svg .s4, svg .s10 { stroke: var(--s4); }
            svg .s5, svg .s11 { stroke: var(--s5); } svg .s6, svg .s12 { stroke: var(--s6); }
            svg .s7, svg .s8, svg .s9, svg .s10, svg .s11, svg .s12 { stroke-dasharray: 6 4; }
            """;

    private final StringBuilder page = new StringBuilder();

    /**
     * @param subject of the run, for the title
     * @param lines below the heading
     */
    public HtmlPage(String subject, List<String> lines) {
        String when =
                DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss xxx", Locale.ROOT)
                        .format(ZonedDateTime.now(ZoneId.systemDefault()));
        page.append("<!doctype html>\n<html lang='en'><head><meta charset='utf-8'>\n")
                .append("<meta name='viewport' content='width=device-width'>\n")
                .append("<title>fairlead bench ")
                .append(escaped(Printable.of(subject)))
                .append("</title>\n<style>\n")
                .append(STYLE)
                .append("</style></head><body>\n<h1>fairlead bench</h1>\n<p class='sub'>");
        lines.forEach(line -> page.append(escaped(Printable.of(line))).append("<br>"));
        page.append(when).append("</p>\n");
    }

    /** Text for a page. */
    public static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("'", "&#39;")
                .replace("\"", "&quot;");
    }

    /** Adds text as it is. */
    public void pre(String text) {
        page.append("<pre>").append(escaped(text)).append("</pre>\n");
    }

    /** Adds what is HTML already. */
    public void section(String html) {
        page.append("<section>\n").append(html).append("</section>\n");
    }

    /** The whole page. */
    public String text() {
        return page + "</body></html>\n";
    }
}
