package io.fairlead.load.result;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;

/** How long something took, of many times it was done. Immutable; times in nanoseconds. */
public final class Latency {
    /** The longest time that is measured, an hour; what took longer counts as this. */
    public static final long NS_MAX = TimeUnit.HOURS.toNanos(1);

    /** Digits that are exact. */
    public static final int DIGITS = 3;

    private static final int TICKS_PER_HALF = 5;
    private static final double NS_PER_MS = 1e6;

    private final Histogram histogram;

    /**
     * A point of the curve of percentiles.
     *
     * @param percentile 0 to 100
     * @param timeNs within which that share was done
     */
    public record Point(double percentile, long timeNs) {}

    /**
     * What was measured.
     *
     * @param histogram of latencies in nanoseconds; not copied
     */
    public Latency(Histogram histogram) {
        this.histogram = histogram;
    }

    /** All that the {@code parts} measured. */
    public static Latency merged(List<Latency> parts) {
        Histogram sum = new Histogram(NS_MAX, DIGITS);
        parts.forEach(part -> sum.add(part.histogram));
        return new Latency(sum);
    }

    /** How many were measured. */
    public long count() {
        return histogram.getTotalCount();
    }

    /** The shortest; 0 when nothing was measured. */
    public long minNs() {
        return count() == 0 ? 0 : histogram.getMinValue();
    }

    /** The longest; 0 when nothing was measured. */
    public long maxNs() {
        return histogram.getMaxValue();
    }

    /** The mean; 0 when nothing was measured. */
    public double meanNs() {
        return count() == 0 ? 0 : histogram.getMean();
    }

    /** The standard deviation; 0 when nothing was measured. */
    public double deviationNs() {
        return count() == 0 ? 0 : histogram.getStdDeviation();
    }

    /**
     * The time within which a share was done, to three digits.
     *
     * @param percentile above 0, to 100
     */
    public long percentileNs(double percentile) {
        return count() == 0 ? 0 : histogram.getValueAtPercentile(percentile);
    }

    /** The curve of percentiles, finer towards 100. */
    public List<Point> curve() {
        List<Point> points = new ArrayList<>();
        for (HistogramIterationValue value : histogram.percentiles(TICKS_PER_HALF)) {
            points.add(new Point(value.getPercentileLevelIteratedTo(), value.getValueIteratedTo()));
        }
        return points;
    }

    /** Writes the percentiles in milliseconds as HdrHistogram's plotters read them (.hgrm). */
    public void writeHgrm(PrintStream to) {
        histogram.outputPercentileDistribution(to, TICKS_PER_HALF, NS_PER_MS);
    }
}
