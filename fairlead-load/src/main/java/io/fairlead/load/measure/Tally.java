package io.fairlead.load.measure;

import io.fairlead.load.result.Fault;
import io.fairlead.load.result.Latency;
import java.util.EnumMap;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.SingleWriterRecorder;
import org.jspecify.annotations.Nullable;

/**
 * What one loop has counted. Its own thread writes, without a lock or allocation; one other reads,
 * with {@link #drainInto}.
 */
public final class Tally {
    public final Count seen = new Count(); // answers at any time, those of the warm-up too
    public final Count answered = new Count();
    public final Count bytes = new Count();
    public final Count received = new Count(); // bytes that answer nothing
    public final Count receivedSeen = new Count(); // those of the warm-up too
    public final Count reordered = new Count();
    public final Count duplicates = new Count();
    public final Count notSent = new Count();
    public final Count connects = new Count();
    public final Count idleNs = new Count();
    private final Map<Fault, Count> faults = new EnumMap<>(Fault.class);
    private final SingleWriterRecorder service =
            new SingleWriterRecorder(Latency.NS_MAX, Latency.DIGITS);
    private final SingleWriterRecorder response;
    private final SingleWriterRecorder connecting =
            new SingleWriterRecorder(Latency.NS_MAX, Latency.DIGITS);
    private final boolean openLoop;
    private volatile @Nullable Exception firstFault;
    // Of the reading thread.
    private @Nullable Histogram spareService;
    private @Nullable Histogram spareResponse;
    private @Nullable Histogram spareConnecting;

    public Tally(boolean openLoop) {
        this.openLoop = openLoop;
        response = openLoop ? new SingleWriterRecorder(Latency.NS_MAX, Latency.DIGITS) : service;
        for (Fault fault : Fault.values()) faults.put(fault, new Count());
    }

    /** An answer came {@code serviceNs} after sending, {@code responseNs} after it was due. */
    public void answered(long serviceNs, long responseNs, int payloadBytes) {
        service.recordValue(Math.min(serviceNs, Latency.NS_MAX));
        if (openLoop) response.recordValue(Math.min(responseNs, Latency.NS_MAX));
        answered.add(1);
        bytes.add(payloadBytes);
    }

    /** A message that is due has not been sent, and waits for {@code responseNs} already. */
    public void notSent(long responseNs) {
        response.recordValue(Math.min(responseNs, Latency.NS_MAX));
        notSent.add(1);
    }

    public void connected(long tookNs) {
        connecting.recordValue(Math.min(tookNs, Latency.NS_MAX));
        connects.add(1);
    }

    public void fault(Fault fault, long count, Exception why) {
        count(fault).add(count);
        if (firstFault == null) firstFault = why;
    }

    private Count count(Fault fault) {
        Count count = faults.get(fault);
        if (count == null) throw new AssertionError(fault);
        return count;
    }

    public long faults(Fault fault) {
        return count(fault).get();
    }

    public @Nullable Exception firstFault() {
        return firstFault;
    }

    // ---- for the thread that reads ----

    /** Moves the latencies since the last call to these histograms. */
    public void drainInto(Histogram toService, Histogram toResponse, Histogram toConnecting) {
        spareService = service.getIntervalHistogram(spareService);
        toService.add(spareService);
        spareConnecting = connecting.getIntervalHistogram(spareConnecting);
        toConnecting.add(spareConnecting);
        if (!openLoop) return;
        spareResponse = response.getIntervalHistogram(spareResponse);
        toResponse.add(spareResponse);
    }
}
