package io.fairlead.ladder;

import io.fairlead.packet.TcpSegment;
import io.fairlead.packet.TcpSegment.Flag;
import io.fairlead.packet.UdpDatagram;
import io.fairlead.payload.tls.TlsNotes;
import io.fairlead.trace.Mark;
import io.fairlead.trace.Step;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Folds the runs of one conversation: packets with bytes from one end, and the acknowledgements of
 * them, among which nothing is remarkable. The first packet of a run stands by itself. For one
 * thread.
 */
public final class Folder {
    /** How many packets a run has at least: fewer are as quickly read as folded. */
    static final int RUN_MIN = 5;

    private static final long PAUSE_NS = 100_000_000;
    private static final Set<Mark> CALM =
            EnumSet.of(Mark.WINDOW_FULL, Mark.WINDOW_UPDATE, Mark.WINDOW_STILL_ZERO);

    private final List<Step> held = new ArrayList<>();
    private @Nullable Step last;
    private boolean running;
    private boolean fromClient;

    /** Without a packet. */
    public Folder() {}

    /** All rows of some packets. */
    static List<Row> rows(List<Step> steps, boolean fold) {
        List<Row> rows = new ArrayList<>();
        Folder folder = new Folder();
        for (Step step : steps) {
            if (fold) {
                rows.addAll(folder.add(step));
            } else {
                rows.add(new Row.One(step));
            }
        }
        rows.addAll(folder.flush());
        return rows;
    }

    /** Takes the next packet; returns the rows that are complete by it. */
    public List<Row> add(Step step) {
        List<Row> rows = new ArrayList<>();
        if (running && goesOn(step)) {
            held.add(step);
        } else {
            rows.addAll(flush());
            rows.add(new Row.One(step));
            running = isCalm(step) && carries(step);
            fromClient = step.fromClient();
        }
        last = step;
        return rows;
    }

    /** The rows of what is held back; what comes then begins a run of its own. */
    public List<Row> flush() {
        List<Row> rows = new ArrayList<>();
        if (held.size() >= RUN_MIN) {
            rows.add(new Row.Run(held, fromClient));
        } else {
            held.forEach(step -> rows.add(new Row.One(step)));
        }
        held.clear();
        running = false;
        return rows;
    }

    private boolean goesOn(Step step) {
        if (last == null || !isCalm(step)) return false;
        boolean soon = step.frame().timeNs() - last.frame().timeNs() < PAUSE_NS;
        boolean same = step.client() == last.client() && step.server() == last.server();
        return soon && same && (step.fromClient() == fromClient || !carries(step));
    }

    private static boolean isCalm(Step step) {
        if (!CALM.containsAll(step.marks())) return false;
        TlsNotes tls = step.tls();
        if (tls != null && tls.isRemarkable()) return false;
        return switch (step.packet().transport()) {
            case TcpSegment segment ->
                    !segment.has(Flag.SYN) && !segment.has(Flag.FIN) && !segment.has(Flag.RST);
            case UdpDatagram _ -> true;
            default -> false;
        };
    }

    static boolean carries(Step step) {
        return bytes(step) > 0 || step.packet().transport() instanceof UdpDatagram;
    }

    /** How many bytes of payload a packet has. */
    static long bytes(Step step) {
        return switch (step.packet().transport()) {
            case TcpSegment segment -> segment.payloadBytes();
            case UdpDatagram datagram -> datagram.payloadBytes();
            default -> 0;
        };
    }
}
