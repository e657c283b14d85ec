package io.fairlead.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.cli.bench.page.PercentileChart;
import io.fairlead.load.result.Latency;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

/** What is drawn is what was measured, and it is named. */
class PercentileChartTest {
    private static final Pattern POINTS = Pattern.compile("<polyline [^>]*points='([^']*)'");

    private static Latency latency(int count, long stepNs) {
        Histogram histogram = new Histogram(3);
        for (int i = 1; i <= count; i++) histogram.recordValue(i * stepNs);
        return new Latency(histogram);
    }

    private static double[] lefts(String svg) {
        Matcher matcher = POINTS.matcher(svg);
        assertThat(matcher.find()).isTrue();
        return Arrays.stream(matcher.group(1).split(" "))
                .mapToDouble(point -> Double.parseDouble(point.split(",", -1)[0]))
                .toArray();
    }

    /** A chart of 1,000 and one of 1,000,000 have axes to 99.9 and 99.9999 %. */
    @Test
    void nothingIsDrawnBeyondTheData() {
        Map<String, Latency> both = new LinkedHashMap<>();
        both.put("few", latency(1_000, 1_000));
        both.put("many", latency(1_000_000, 1_000));
        double[] lefts = lefts(PercentileChart.of(both).svg());
        double begin = lefts[0];
        double width = 760 - 130 - begin;
        assertThat(lefts).isSorted();
        assertThat(lefts[lefts.length - 1]).isBetween(begin + width * 0.49, begin + width * 0.51);
    }

    @Test
    void pointsAndLinesAreNamed() {
        String svg = PercentileChart.of(Map.of("service time", latency(1_000, 1_000))).svg();
        assertThat(svg)
                .contains(">p50 500 µs</text>", ">p99 990 µs</text>", ">max 1.00 ms</text>")
                .containsPattern("<text class='name f1'[^>]*>service time</text>");
    }

    @Test
    void namesDoNotOverlap() {
        Map<String, Latency> many = new LinkedHashMap<>();
        for (int i = 0; i < 12; i++) many.put("line" + i, latency(1_000, 1_000 + i));
        Matcher names =
                Pattern.compile("class='name [^>]* y='([0-9.]+)'")
                        .matcher(PercentileChart.of(many).svg());
        double[] tops =
                names.results().mapToDouble(one -> Double.parseDouble(one.group(1))).toArray();
        assertThat(tops).hasSize(12);
        for (int i = 1; i < tops.length; i++) {
            assertThat(tops[i] - tops[i - 1]).isGreaterThanOrEqualTo(13.9);
        }
        assertThat(tops[11]).isLessThan(300);
        assertThat(tops[0]).isGreaterThan(20);
    }
}
