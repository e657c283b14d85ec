package io.fairlead.load;

import io.fairlead.frame.Slab;
import io.fairlead.load.measure.Tally;
import io.fairlead.load.result.Fault;
import io.fairlead.net.NetException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.IntConsumer;
import java.util.stream.DoubleStream;

/**
 * One thread that drives its share of the lanes, from the first connect to the last answer. What is
 * not said to be for others is for its own thread.
 */
final class Loop implements Runnable {
    private static final int OPENING_MAX = 64;
    private static final int INBOX_BYTES = 256 * 1024;
    private static final long SLAB_BYTES = 1L << 30;
    private static final long SWEEP_NS = 50_000_000;
    private static final long WAIT_NS = 5_000_000;
    private static final long REAL_WAIT_NS = 3_000; // what an epoll_wait that need not wait takes

    final Control control;
    final Tally tally;
    final Messages messages;
    final Memory inbox = new Memory(INBOX_BYTES);
    final Slab slab = new Slab(SLAB_BYTES);
    private final LaneSockets sockets;
    private final List<Lane> lanes;
    private final List<Lane> paced;
    private final Pace pace;
    private final IntConsumer due = this::due;
    private final Queue<Lane> unconnected = new ArrayDeque<>();
    private int opening;
    private boolean begun;
    private long sweptNs = System.nanoTime();
    private volatile int sources = 1;

    /**
     * @param index of this loop, from 0 on
     */
    Loop(Control control, int index) throws IOException {
        this.control = control;
        Load load = control.load;
        tally = new Tally(load.isOpenLoop());
        messages = new Messages(load.payload(), load.codec(), load.depth());
        sockets = LaneSockets.open(control.target, load);
        lanes = lanes(load, index);
        paced = load.kind() == Load.Kind.FANOUT ? List.of(lanes.getLast()) : lanes;
        boolean one = load.kind() == Load.Kind.FANOUT;
        int[] places = one ? new int[1] : paced.stream().mapToInt(lane -> lane.number).toArray();
        pace = new Pace(places, one ? 1 : load.connections(), load.rate());
        unconnected.addAll(lanes);
    }

    private List<Lane> lanes(Load load, int index) {
        if (load.kind() == Load.Kind.FANOUT) return FanoutLanes.of(this, load.connections());
        List<Lane> made = new ArrayList<>();
        for (int i = index; i < load.connections(); i += load.threads()) made.add(lane(load, i));
        return made;
    }

    private Lane lane(Load load, int number) {
        return switch (load.kind()) {
            case CHURN -> new ChurnLane(number, this);
            case IDLE -> new IdleLane(number, this);
            case EXCHANGE, FANOUT, REVERSE, BIDIR ->
                    control.target.isDatagram()
                            ? new DatagramLane(number, this)
                            : new StreamLane(number, this);
        };
    }

    // ---- the turns ----

    @Override
    public void run() {
        try {
            while (!control.isOver(System.nanoTime())) turn();
            if (begun) finish();
        } catch (IOException | RuntimeException e) {
            control.fail(e);
        } finally {
            lanes.forEach(Lane::close);
            sockets.close();
        }
    }

    private void turn() throws IOException {
        long nowNs = System.nanoTime();
        if (!begun && control.hasBegun()) begin(nowNs);
        if (begun && isOpenLoop()) pace.release(nowNs, due);
        if (!unconnected.isEmpty()) connect(nowNs);
        if (nowNs - sweptNs > SWEEP_NS) sweep(nowNs);
        await(timeoutNs(nowNs), nowNs);
    }

    private void begin(long nowNs) {
        begun = true;
        pace.begin(control.beginNs());
        lanes.forEach(this::send);
        sweptNs = nowNs;
    }

    private void due(int position) {
        Lane lane = paced.get(position);
        lane.released++;
        send(lane);
    }

    private void send(Lane lane) {
        if (lane.state() == Lane.State.OPEN) lane.ready(false, true);
    }

    private long timeoutNs(long nowNs) {
        if (begun && isOpenLoop()) return Math.min(WAIT_NS, pace.untilDueNs(nowNs));
        return unconnected.isEmpty() ? WAIT_NS : 1_000_000;
    }

    private void await(long timeoutNs, long beforeNs) throws IOException {
        int count = sockets.await(timeoutNs);
        long waitedNs = System.nanoTime() - beforeNs;
        if (count == 0 || waitedNs > REAL_WAIT_NS) tally.idleNs.add(waitedNs);
        for (int i = 0; i < count; i++) {
            sockets.lane(i).ready(sockets.isReadable(i), sockets.isWritable(i));
        }
    }

    /** Connects what may be: not all at once, or the server's queue overflows. */
    private void connect(long nowNs) {
        for (int i = unconnected.size(); i > 0 && opening < OPENING_MAX; i--) {
            Lane lane = unconnected.remove();
            boolean may = lane.number < control.lanesAllowed() && lane.wantsConnection(nowNs);
            if (may) lane.connect(sockets, nowNs);
            if (lane.state() == Lane.State.CONNECTING) {
                opening++;
            } else {
                unconnected.add(lane);
            }
        }
        sources = sockets.sources();
    }

    private void sweep(long nowNs) {
        sweptNs = nowNs;
        for (Lane lane : lanes) lane.look(nowNs);
    }

    /** Awaits the answers that are under way, and counts what never was sent. */
    private void finish() throws IOException {
        long endNs = control.endNs();
        if (isOpenLoop()) {
            for (int i = 0; i < paced.size(); i++) countNotSent(paced.get(i), i, endNs);
        }
        while (!control.isStopped() && lanes.stream().anyMatch(lane -> lane.unanswered() > 0)) {
            long nowNs = System.nanoTime();
            if (nowNs - sweptNs > SWEEP_NS) sweep(nowNs);
            await(WAIT_NS, nowNs);
        }
    }

    private void countNotSent(Lane lane, int position, long endNs) {
        for (long message = lane.begun(); message < lane.released; message++) {
            long dueNs = pace.dueNs(position, message);
            if (control.counts(dueNs)) tally.notSent(endNs - dueNs);
        }
    }

    // ---- for its lanes ----

    boolean isOpenLoop() {
        return pace.isOpenLoop();
    }

    Target target() {
        return control.target;
    }

    /** When a message of {@code lane} was due; for a closed loop, 0. */
    long dueNs(Lane lane, long message) {
        if (!isOpenLoop()) return 0;
        int position = paced.size() == 1 ? 0 : lane.number / control.load.threads();
        return pace.dueNs(position, message);
    }

    void answered(long startNs, long dueNs, long nowNs) {
        tally.seen.add(1);
        long countsNs = isOpenLoop() ? dueNs : startNs;
        if (!control.counts(countsNs)) return;
        tally.answered(nowNs - startNs, nowNs - countsNs, control.load.payload().bytes());
    }

    /** Bytes came that answer nothing. */
    void received(int count, long nowNs) {
        tally.receivedSeen.add(count);
        if (control.counts(nowNs)) tally.received.add(count);
    }

    void lost(long startNs, Exception why) {
        if (control.counts(startNs)) tally.fault(Fault.LOST, 1, why);
    }

    void opened(long tookNs) {
        opening--;
        control.connected.incrementAndGet();
        if (!control.target.isDatagram()) control.target.reached();
        boolean counts =
                control.load.kind() != Load.Kind.CHURN || control.counts(System.nanoTime());
        if (counts) tally.connected(tookNs);
    }

    void closed(Lane lane) {
        if (lane.state() == Lane.State.OPEN) control.connected.decrementAndGet();
        if (lane.state() == Lane.State.CONNECTING) opening--;
        if (lane.state() != Lane.State.CLOSED) unconnected.add(lane);
    }

    /** Counts a failure; ends the run when nothing ever was reached and nothing else is to try. */
    void failed(Fault fault, long count, Exception why, int choice) {
        if (control.isStopped() || control.target.failed(choice)) return;
        if (!begun || control.isOver(System.nanoTime()) || control.counts(System.nanoTime())) {
            tally.fault(fault, count, why);
        }
        if (control.target.isReached()) return;
        if (fault == Fault.CONNECT || why instanceof NetException) control.fail(why);
    }

    /** Whether each lane has its connection. */
    boolean areAllOpen() {
        return unconnected.isEmpty() && opening == 0;
    }

    NetException timedOut() {
        return NetException.of("connect", target().endpoint(), new SocketTimeoutException());
    }

    // ---- for any thread ----

    int sources() {
        return sources;
    }

    // ---- after the run ----

    /** The jitter of each socket over UDP that had two answers. */
    DoubleStream jittersNs() {
        return lanes.stream()
                .filter(DatagramLane.class::isInstance)
                .mapToDouble(lane -> ((DatagramLane) lane).jitter().ns())
                .filter(ns -> !Double.isNaN(ns));
    }
}
