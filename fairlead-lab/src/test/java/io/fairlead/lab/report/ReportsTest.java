package io.fairlead.lab.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.lab.Labs;
import io.fairlead.lab.Network;
import io.fairlead.lab.Part;
import io.fairlead.lab.Part.Verdict;
import io.fairlead.lab.Report;
import io.fairlead.lab.Trial;
import io.fairlead.ladder.TextStyle;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The same parts, as each report writes them. */
class ReportsTest {
    private static final List<Part> PARTS =
            List.of(
                    new Part.Sentence("It <connects>."),
                    new Part.Call("client", "socket()", "talker", ""),
                    new Part.Call("client", "connect(t, x)", "", "ECONNREFUSED"),
                    new Part.Check("it holds", Verdict.HELD, "", ""),
                    new Part.Check("it does not", Verdict.BROKEN, "1", "2"),
                    new Part.Sockets(List.of("client talker  127.0.0.1:51234 > 127.0.0.1:7007")),
                    new Part.Table(
                            List.of("model", "what <it> does"),
                            List.of(List.of("thread", "serves"), List.of("pool", "waits"))));
    private static final Report REPORT = new Report(new Trial(_ -> {}), Network.shared(), PARTS);

    private static String text(boolean colored) {
        TextReport text = new TextReport(new TextStyle(80, colored, false));
        StringBuilder all = new StringBuilder(text.begin(REPORT.lab()));
        PARTS.forEach(part -> all.append(text.part(part)));
        return all.append(text.end(REPORT)).toString();
    }

    @Test
    void asText() {
        assertThat(text(false))
                .isEqualTo(
                        """
                        trial: what a test wants

                        Something <happens>.

                        It <connects>.

                          client: socket() = talker
                          client: connect(t, x) = -1 ECONNREFUSED   fairlead explain ECONNREFUSED

                          \u2713 it holds
                          \u2717 it does not: expected 1, was 2

                          client talker  127.0.0.1:51234 > 127.0.0.1:7007

                          model   what <it> does
                          thread  serves
                          pool    waits

                        trial: 1 check held, 1 did not
                        """);
    }

    @Test
    void eachReportLeadsOnToExplain() {
        Report report = new Report(Labs.named("backlog").orElseThrow(), Network.shared(), PARTS);
        String words =
                "More: fairlead explain EINPROGRESS, LISTEN, SYN_SENT, SO_ERROR, TCP_SYNCNT,"
                        + " listen, backlog, accept queue";
        TextReport text = new TextReport(new TextStyle(200, false, false));
        assertThat(text.end(report))
                .isEqualTo(
                        "\n"
                                + words
                                + "\n\nWith another number: fairlead lab backlog --backlog N, from"
                                + " 1 to 50\n\nbacklog: 1 check held, 1 did not\n");
        assertThat(MarkdownReport.of(report)).contains("\n" + words + "\n");
        assertThat(page(report)).contains("<p>" + words + "</p>");
    }

    @Test
    void inColour() {
        assertThat(text(true))
                .contains("\u001b[32m\u2713 it holds\u001b[0m")
                .contains("\u001b[31m\u2717 it does not: expected 1, was 2\u001b[0m");
    }

    @Test
    void asMarkdown() {
        assertThat(MarkdownReport.of(REPORT))
                .startsWith(
                        """
                        # Lab: trial

                        What a test wants.

                        Something <happens>.

                        It <connects>.

                        ```c
                        client: socket() = talker
                        client: connect(t, x) = -1 ECONNREFUSED
                        ```

                        - \u2713 it holds
                        - \u2717 it does not: expected 1, was 2

                        ```
                        client talker  127.0.0.1:40001 > 127.0.0.1:7007
                        ```

                        | model | what <it> does |
                        |---|---|
                        | thread | serves |
                        | pool | waits |
                        """);
    }

    private static String page(Report... reports) {
        ZonedDateTime time = ZonedDateTime.of(2026, 11, 29, 22, 5, 0, 0, ZoneOffset.UTC);
        return HtmlReport.of(List.of(reports), time);
    }

    @Test
    void asAPage() {
        assertThat(page(REPORT))
                .contains("<p class='sub'>2026-11-29 22:05:00 Z. 1 lab, 1 failed.</p>")
                .contains("<p>It &lt;connects&gt;.</p>")
                .containsOnlyOnce("<div class='calls'>")
                .contains("<li class='broken'>\u2717 it does not: expected 1, was 2</li>\n</ul>")
                .contains("<th>what &lt;it&gt; does</th>")
                .contains("<td>thread</td>")
                .doesNotContain("<script")
                .doesNotContain("<nav");
    }

    @Test
    void aPageOfSeveralLabsHasTheirContents() {
        Report other = new Report(Labs.named("close").orElseThrow(), Network.shared(), List.of());
        assertThat(page(REPORT, other))
                .contains("2 labs, 1 failed.")
                .contains("<span class='broken'>\u2717</span> <a href='#trial'>trial</a>: what a")
                .contains("<span class='held'>\u2713</span> <a href='#close'>close</a>: how a")
                .contains("<article id='trial'>")
                .contains("<article id='close'>");
    }

    @Test
    void whatDiffersFromRunToRunIsMadeTheSame() {
        assertThat(
                        Steady.of(
                                """
                                127.0.0.1:50000 > 127.0.0.1:7007  TIME_WAIT  free in 59 s
                                127.0.0.1:7007 > 127.0.0.1:50000  java (pid 99) has not read
                                0.0.0.0:50000  LISTEN  backlog 23 of 40 used
                                127.0.0.1:50002  for at least 12 ms: x, on port 50002, not 50003
                                sent again once, next in 980 ms | No answer for 1.03 s: it
                                  0.000012     SYN_SENT
                                   | \u22ee 120 ms later   |
                                """))
                .isEqualTo(
                        """
                        127.0.0.1:40001 > 127.0.0.1:7007  TIME_WAIT  free in 60 s
                        127.0.0.1:7007 > 127.0.0.1:40001  java (pid 4711) has not read
                        0.0.0.0:40001  LISTEN  backlog 20 of 40 used
                        127.0.0.1:40002  x, on port 40002, not 50003
                        sent again once, next in 1 s | No answer for 1.00 s: it
                        """
                                + " ".repeat(15)
                                + "SYN_SENT\n");
    }
}
