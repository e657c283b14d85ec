package io.fairlead.load;

import io.fairlead.load.measure.KernelCounters;
import io.fairlead.load.measure.Tally;
import io.fairlead.load.measure.Usage;
import io.fairlead.load.result.Fault;
import io.fairlead.load.result.Finding;
import io.fairlead.load.result.Interval;
import io.fairlead.load.result.Interval.Phase;
import io.fairlead.load.result.Latency;
import io.fairlead.load.result.ServerUse;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToLongFunction;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** Adds up what the loops have counted, second by second. For the thread that runs the load. */
final class Totals {
    private final Control control;
    private final List<Loop> loops;
    private final Histogram service = histogram();
    private final Histogram response = histogram();
    private final Histogram connecting = histogram();
    private final List<Interval> intervals = new ArrayList<>();
    private long messages; // as of the last interval, as are the next three
    private long received;
    private long connects;
    private long faults;
    private long intervalNs = System.nanoTime();
    private int connected;
    private long[] idleBeforeNs;
    private long measuredNs;
    private long busyLengthNs;
    private double busy;
    private @Nullable Usage before;
    private ServerUse use = ServerUse.UNKNOWN;

    Totals(Control control, List<Loop> loops) {
        this.control = control;
        this.loops = loops;
        idleBeforeNs = new long[loops.size()];
    }

    private static Histogram histogram() {
        return new Histogram(Latency.NS_MAX, Latency.DIGITS);
    }

    private long sum(ToLongFunction<Tally> count) {
        return loops.stream().mapToLong(loop -> count.applyAsLong(loop.tally)).sum();
    }

    private static long allFaults(Tally tally) {
        long all = 0;
        for (Fault fault : Fault.values()) all += tally.faults(fault);
        return all;
    }

    // ---- seconds ----

    /** How long the interval under way is. */
    long age(long nowNs) {
        return nowNs - intervalNs;
    }

    /** Begins an interval, and forgets the one under way. */
    void discard(long nowNs) {
        intervalNs = nowNs;
    }

    /** Ends the interval under way, and begins the next. */
    Interval interval(Phase phase, long nowNs) {
        Histogram second = histogram();
        Histogram secondResponse = histogram();
        for (Loop loop : loops) loop.tally.drainInto(second, secondResponse, connecting);
        service.add(second);
        response.add(secondResponse);
        long messagesNow = sum(tally -> tally.seen.get());
        long receivedNow = sum(tally -> tally.receivedSeen.get());
        long connectsNow = sum(tally -> tally.connects.get());
        long faultsNow = sum(Totals::allFaults);
        Interval interval =
                new Interval(
                        phase,
                        nowNs - control.measureNs(),
                        age(nowNs),
                        messagesNow - messages,
                        (messagesNow - messages) * control.load.payload().bytes(),
                        receivedNow - received,
                        connectsNow - connects,
                        faultsNow - faults,
                        control.isOver(nowNs) ? connected : control.connected.get(),
                        new Latency(control.load.isOpenLoop() ? secondResponse : second));
        messages = messagesNow;
        received = receivedNow;
        connects = connectsNow;
        faults = faultsNow;
        intervalNs = nowNs;
        if (phase == Phase.MEASURE) intervals.add(interval);
        return interval;
    }

    // ---- the measurement ----

    void startMeasuring(ServerProcess server) {
        before = server.usage();
        connected = control.connected.get();
        busyLengthNs = System.nanoTime();
        for (int i = 0; i < idleBeforeNs.length; i++) {
            idleBeforeNs[i] = loops.get(i).tally.idleNs.get();
        }
    }

    void stopMeasuring(ServerProcess server) {
        long nowNs = System.nanoTime();
        busyLengthNs = nowNs - busyLengthNs;
        for (int i = 0; i < idleBeforeNs.length; i++) {
            long idleNs = loops.get(i).tally.idleNs.get() - idleBeforeNs[i];
            busy = Math.max(busy, 1 - (double) idleNs / Math.max(1, busyLengthNs));
        }
        measuredNs = Math.max(0, control.endNs() - control.measureNs());
        use = server.use(before);
    }

    // ---- the end ----

    /** Everything, after the loops have ended. */
    LoadReport report(ServerProcess server, KernelCounters moved, boolean stopped) {
        for (Loop loop : loops) loop.tally.drainInto(service, response, connecting);
        long answered = sum(tally -> tally.answered.get());
        long notSent = sum(tally -> tally.notSent.get());
        Map<Fault, Long> counts = new EnumMap<>(Fault.class);
        for (Fault fault : Fault.values()) counts.put(fault, sum(tally -> tally.faults(fault)));
        Latency serviceTime = new Latency(service);
        return new LoadReport(
                control.load,
                measuredNs,
                answered,
                sum(tally -> tally.bytes.get()),
                sum(tally -> tally.received.get()),
                serviceTime,
                control.load.isOpenLoop() ? new Latency(response) : serviceTime,
                new Latency(connecting),
                sum(tally -> tally.connects.get()),
                connected,
                counts,
                firstFault(),
                sum(tally -> tally.reordered.get()),
                sum(tally -> tally.duplicates.get()),
                loops.stream().flatMapToDouble(Loop::jittersNs).average().orElse(Double.NaN),
                notSent,
                busy,
                server.isSelf() ? ServerUse.UNKNOWN : use,
                findings(serviceTime, notSent, answered, moved),
                List.copyOf(intervals),
                control.failure(),
                stopped);
    }

    private List<Finding> findings(
            Latency serviceTime, long notSent, long answered, KernelCounters moved) {
        Findings diagnosis = new Findings(control.load);
        diagnosis.generator(busy, Runtime.getRuntime().availableProcessors());
        diagnosis.behind(notSent, answered);
        long lost = sum(tally -> tally.faults(Fault.LOST));
        diagnosis.unanswered(lost, answered, moved.datagramDrops());
        diagnosis.delayedAck(serviceTime);
        diagnosis.listenQueue(moved);
        diagnosis.unread(answered);
        diagnosis.localPorts(loops.stream().mapToInt(Loop::sources).max().orElse(1));
        return List.copyOf(diagnosis.findings());
    }

    private @Nullable Exception firstFault() {
        return loops.stream()
                .map(loop -> loop.tally.firstFault())
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }
}
