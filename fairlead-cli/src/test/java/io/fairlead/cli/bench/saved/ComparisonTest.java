package io.fairlead.cli.bench.saved;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComparisonTest {
    private static final Path FILE = Path.of("before.ndjson");

    private static List<String> lines(String loop, int depth, long... rates) {
        List<String> lines = new ArrayList<>();
        lines.add(
                ("{\"event\":\"start\",\"time\":\"2026-11-29T17:50:02.123456Z\",\"endpoint\":\"x\","
                                + "\"kind\":\"exchange\",\"depth\":%d,\"loop\":\"%s\"}")
                        .formatted(depth, loop));
        lines.add(interval("warm_up", 1.0, 7));
        long sum = 0;
        for (long rate : rates) {
            lines.add(interval("measure", 1.0, rate));
            sum += rate;
        }
        lines.add(interval("measure", 0.1, 9_999_999));
        lines.add(
                ("{\"event\":\"end\",\"messages_per_s\":%d,\"service_time\":{\"p99_us\":50.5},"
                                + "\"findings\":[{\"code\":\"x\"}]}")
                        .formatted(sum / Math.max(1, rates.length)));
        return lines;
    }

    private static String interval(String phase, double length, long rate) {
        return String.format(
                Locale.ROOT,
                "{\"event\":\"interval\",\"phase\":\"%s\",\"length_s\":%s,\"messages_per_s\":%d,"
                        + "\"latency\":{\"p99_us\":%d}}",
                phase,
                length,
                rate,
                1_000_000 / rate);
    }

    private static String compared(List<String> before, List<String> now) {
        return new Comparison(FILE, SavedRun.of(before), SavedRun.of(now)).text();
    }

    @Test
    void aRunThatIsAheadInAllSecondsIsFaster() {
        List<String> slow = lines("closed", 1, 1000, 1010, 990, 1000, 1000);
        List<String> fast = lines("closed", 1, 1100, 1110, 1090, 1100, 1100);
        assertThat(compared(slow, fast))
                .containsPattern("against before.ndjson, measured 2026-11-29 \\d\\d:50:02\n")
                .containsPattern("messages/s +1,000 +1,100 +\\+10.0 %\n")
                .containsPattern("p99 +50.5 µs +50.5 µs +\\+0.0 %\n")
                .contains(
                        "faster: messages/s +10.0 %, significant (higher in 5 of 5 seconds, sign"
                                + " test, p < 0.05)\n")
                .doesNotContain("note:");
        assertThat(compared(fast, slow))
                .contains("slower: messages/s -9.1 %, significant (higher in 0 of 5 seconds");
    }

    @Test
    void aDifferenceThatChanceExplainsIsNone() {
        List<String> one = lines("closed", 1, 1000, 1010, 990, 1000, 1000);
        List<String> other = lines("closed", 1, 1100, 1110, 1090, 1100, 900);
        assertThat(compared(one, other))
                .contains("no significant difference: messages/s +6.0 % (higher in 4 of 5 seconds");
    }

    @Test
    void anOpenLoopIsFasterWhenItIsLessLate() {
        List<String> one = lines("open", 1, 1000, 1000, 1000, 1000, 1000);
        List<String> other = lines("open", 1, 2000, 2000, 2000, 2000, 2000);
        assertThat(compared(one, other))
                .contains("faster: p99 ", "(higher in 0 of 5 seconds, sign test, p < 0.05)");
    }

    @Test
    void fourSecondsAreTooShort() {
        List<String> five = lines("closed", 1, 10, 10, 10, 10, 10);
        assertThat(compared(five, lines("closed", 1, 20, 20, 20, 20)))
                .contains("too short to compare: both results have 4 seconds in common; 5 are");
    }

    @Test
    void anotherLoadIsANoteOrAnError() {
        List<String> one = lines("closed", 1, 10, 10, 10, 10, 10);
        assertThat(compared(one, lines("closed", 16, 10, 10, 10, 10, 10)))
                .contains("note: the loads differ: depth 1 before, 16 now\n");
        SavedRun before = SavedRun.of(one);
        Comparison.requireAlike(FILE, before, "exchange", "closed");
        assertThatThrownBy(() -> Comparison.requireAlike(FILE, before, "churn", "closed"))
                .hasMessage(
                        "--against: before.ndjson has another kind of load (exchange, closed loop)"
                                + " than this run (churn, closed loop)");
        assertThatThrownBy(() -> Comparison.requireAlike(FILE, before, "idle", "closed"))
                .hasMessageContaining("--idle has one figure only");
    }

    @Test
    void whatIsNoResultIsASentence(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("x");
        assertThatThrownBy(() -> SavedRun.read(file)).hasMessageContaining("cannot read");
        Files.writeString(file, "hello\n");
        assertThatThrownBy(() -> SavedRun.read(file))
                .hasMessageEndingWith("is not a result of bench --save: line 1 is not JSON");
        Files.writeString(file, "[1]\n");
        assertThatThrownBy(() -> SavedRun.read(file)).hasMessageContaining("not a JSON object");
        Files.writeString(file, "{\"event\":\"round\"}\n");
        assertThatThrownBy(() -> SavedRun.read(file)).hasMessageContaining("it has no start");
        Files.writeString(file, lines("closed", 1, 1).getFirst());
        assertThatThrownBy(() -> SavedRun.read(file)).hasMessageContaining("did not end");
        Files.write(file, new byte[] {(byte) 0xff, 0});
        assertThatThrownBy(() -> SavedRun.read(file)).hasMessageContaining("it is not text");
    }
}
