package io.fairlead.testkit.drawing;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.testkit.simulation.Trace;
import io.fairlead.testkit.simulation.Trace.Kind;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Conversations as they are drawn. */
class LadderRowsTest {
    private static final long MS = 1_000_000;

    private static final String DRAWN =
            """
                          lamp                                                    gateway
               0.001000 s │◀───────────────────── connected ──────────────────────│
               0.002000 s │─────────────────── 6 "on\\n\\0\\377\\"" ─────────────────▶│
                          │                                                       ✗ pause
               0.003000 s ✗ reset at byte 6                                       │
               0.090000 s │◀────────────── end (FIN) after 0.080 s ───────────────│
               0.091000 s │──────────────────────── 1 "x" ───────────────────────✗│
               0.092000 s │✗─────────────────────── 1 "y" ────────────────────────│
            """;

    private final List<Trace.Step> steps = new ArrayList<>();

    private void sent(long atMs, String from, String to, Kind kind, String data) {
        int bytes = data.length();
        steps.add(new Trace.Step(atMs * MS, MS, kind, from, to, 1, bytes, "", data));
    }

    private void fault(long atMs, String host, String word, long number) {
        steps.add(new Trace.Step(atMs * MS, 0, Kind.FAULT, host, "", 1, number, word, ""));
    }

    private String text(int linesMax) {
        return new LadderText(new LadderRows(steps)).text(linesMax);
    }

    @Test
    void whoBeganIsLeftAndFaultsAreMarked() {
        sent(1, "gateway", "lamp", Kind.CONNECTED, "");
        sent(2, "lamp", "gateway", Kind.DATA, "on\n\0\u00ff\"");
        fault(2, "gateway", "pause", 0);
        fault(3, "lamp", "reset", 6);
        steps.add(new Trace.Step(90 * MS, 80 * MS, Kind.END, "gateway", "lamp", 1, 0, "", ""));
        String word = Trace.LOST;
        steps.add(new Trace.Step(91 * MS, 0, Kind.DATA, "lamp", "gateway", 1, 1, word, "x"));
        steps.add(new Trace.Step(92 * MS, 0, Kind.DATA, "gateway", "lamp", 1, 1, word, "y"));
        assertThat(text(40)).isEqualTo(DRAWN);
    }

    @Test
    void manyConnectionsHaveTheirNumbers() {
        sent(1, "gateway", "lamp", Kind.CONNECTED, "");
        steps.add(new Trace.Step(MS, 0, Kind.REFUSED, "gateway", "door", 23, 0, "", ""));
        assertThat(text(40).lines().toList().get(1)).contains("#1 ").contains(" connected ");
        assertThat(text(40).lines().toList().get(2)).contains("#23").contains(" refused ");
        assertThat(text(40).lines().findFirst().orElseThrow())
                .containsSubsequence("lamp", "gateway", "door");
    }

    @Test
    void ofALongOneFaultsAndTheEndStay() {
        for (int i = 0; i < 1_000; i++) {
            sent(i, "lamp", "gateway", Kind.DATA, "message " + i);
            if (i == 300) fault(i, "gateway", "half-open", 5);
        }
        String text = text(40);
        assertThat(text.lines().count()).isBetween(36L, 40L);
        assertThat(text)
                .contains("\"message 0\"", "\"message 300\"", "\"message 301\"", "\"message 999\"")
                .contains("half-open at byte 5", "more\n");
        long hidden = 0;
        for (String line : text.lines().filter(each -> each.endsWith(" more")).toList()) {
            hidden += Long.parseLong(line.replaceAll("\\D", ""));
        }
        assertThat(text.lines().filter(each -> each.contains(" s ")).count() + hidden)
                .isIn(1_000L, 1_001L);
    }

    @Test
    void noLineIsWiderThanATerminal() {
        for (int host = 0; host < 3; host++) {
            sent(host, "gateway", "host " + host, Kind.DATA, "x".repeat(64));
            fault(host, "host " + host, "a long word of a fault that nobody has yet", 123_456_789);
        }
        assertThat(text(40).lines().mapToInt(String::length).max().orElse(0)).isLessThan(101);
    }

    @Test
    void aPauseHasALength() {
        sent(1, "gateway", "lamp", Kind.CONNECTED, "");
        fault(2, "gateway", "pause", 1_250);
        assertThat(text(40)).contains("pause for 1.250 s");
    }

    @Test
    void nothingIsDrawnOfNothing() {
        assertThat(text(40)).isEmpty();
        assertThat(new LadderSvg(new LadderRows(steps), "empty").text()).endsWith("</svg>\n");
    }

    @Test
    void theDrawingForABrowserHasTheSame() {
        sent(1, "gateway", "lamp", Kind.CONNECTED, "");
        sent(2, "lamp", "gateway", Kind.DATA, "<on> & off");
        fault(3, "lamp", "reset", 6);
        String svg = new LadderSvg(new LadderRows(steps), "a < b").text();
        assertThat(svg)
                .startsWith("<svg xmlns=\"http://www.w3.org/2000/svg\" ")
                .contains(">a &lt; b</text>", ">lamp</text>", ">gateway</text>")
                .contains(">10 \"&lt;on&gt; &amp; off\"</text>")
                .contains("<text class=\"fault\"", ">reset at byte 6</text>", ">0.003000 s</text>")
                .doesNotContain("<on>");
        assertThat(svg.lines().filter(line -> line.contains("marker-end"))).hasSize(2);
    }
}
