package io.fairlead.lab.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.lab.Network;
import io.fairlead.lab.Part;
import io.fairlead.lab.Part.Verdict;
import io.fairlead.lab.Report;
import io.fairlead.lab.Trial;
import io.fairlead.ladder.TextStyle;
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

    @Test
    void asAPage() {
        assertThat(HtmlReport.of(List.of(REPORT)))
                .contains("<p>It &lt;connects&gt;.</p>")
                .contains("<li class='broken'>\u2717 it does not: expected 1, was 2</li>")
                .contains("<th>what &lt;it&gt; does</th>")
                .contains("<td>thread</td>")
                .doesNotContain("<script");
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
