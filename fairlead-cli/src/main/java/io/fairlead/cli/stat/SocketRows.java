package io.fairlead.cli.stat;

import io.fairlead.cli.text.SizeText;
import io.fairlead.stat.CallDirections;
import io.fairlead.stat.KernelSocket;
import io.fairlead.stat.Meaning;
import io.fairlead.stat.Meaning.Remark;
import io.fairlead.stat.Owners;
import io.fairlead.stat.Snapshot;
import io.fairlead.stat.SocketOwner;
import io.fairlead.stat.TcpFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** One line for each socket, in columns. For one thread. */
final class SocketRows {
    private static final int SCHEME_COLUMNS = 4;
    private static final int STATE_COLUMNS = 11;
    private static final int ENDPOINT_COLUMNS = 21; // an IPv4 address and a port
    private static final int US_PER_MS = 1000;

    private final Owners owners;
    private final Listing.Style style;
    private final CallDirections calls;

    SocketRows(Snapshot snapshot, Listing.Style style) {
        this.owners = snapshot.owners();
        this.style = style;
        calls = new CallDirections(snapshot);
    }

    /** Whose a socket is, for a heading. */
    String program(KernelSocket socket) {
        List<SocketOwner> all = owners.of(socket);
        if (all.isEmpty()) return nobody(socket);
        String user = owners.user(socket);
        String more = all.size() > 1 ? " and " + (all.size() - 1) + " more" : "";
        return all.getFirst() + more + (user.isEmpty() ? "" : ", " + user);
    }

    private String nobody(KernelSocket socket) {
        if (owners.isHidden(socket)) {
            String user = owners.user(socket);
            return (user.isEmpty() ? "" : user + ": ") + "owner not visible without root";
        }
        if (socket.identity().inode() != 0) return "process not visible from this container";
        return switch (socket.state()) {
            case SYN_RECV, ESTABLISHED, CLOSE_WAIT -> "not accepted yet";
            default -> "no process; the kernel is closing";
        };
    }

    /** Whether someone should look into it. */
    boolean isNotable(KernelSocket socket) {
        return Meaning.of(socket, owners).stream().anyMatch(Remark::notable);
    }

    List<Line> listeners(List<KernelSocket> sockets) {
        int local = widest(sockets, ENDPOINT_COLUMNS, socket -> socket.local().toString());
        int owner = widest(sockets, style.columns() / 3, this::program);
        List<Line> lines = new ArrayList<>();
        for (KernelSocket socket : sockets) {
            Cells cells =
                    new Cells(style.columns())
                            .add("  " + socket.protocol().scheme(), SCHEME_COLUMNS + 2)
                            .add(socket.local().toString(), local)
                            .add(program(socket), owner);
            lines.add(line(socket, cells));
        }
        return lines;
    }

    List<Line> connections(List<KernelSocket> sockets) {
        int ends = widest(sockets, 2 * ENDPOINT_COLUMNS + 4, this::ends);
        List<Line> lines = new ArrayList<>();
        for (KernelSocket socket : sockets) {
            Cells cells =
                    new Cells(style.columns())
                            .add("  " + socket.protocol().scheme(), SCHEME_COLUMNS + 2)
                            .add(ends(socket), ends)
                            .add(socket.state().name(), STATE_COLUMNS);
            lines.add(line(socket, cells));
        }
        return lines;
    }

    private Line line(KernelSocket socket, Cells cells) {
        List<Remark> remarks = Meaning.of(socket, owners);
        boolean notable = remarks.stream().anyMatch(Remark::notable);
        cells.addAll(remarks.stream().map(Remark::words).toList());
        TcpFacts tcp = socket.tcp();
        String facts =
                style.info() && tcp != null && socket.isConnection()
                        ? "\n" + new Cells(style.columns()).add("", 7).addAll(facts(socket, tcp))
                        : "";
        Line.Kind kind = notable ? Line.Kind.NOTABLE : Line.Kind.PLAIN;
        return new Line(cells + facts, kind, socket);
    }

    private String ends(KernelSocket socket) {
        String arrow =
                switch (calls.of(socket)) {
                    case CALLED -> " <- ";
                    case CALLING -> " -> ";
                    case UNKNOWN -> " -- ";
                };
        return socket.local() + arrow + socket.remote();
    }

    private static List<String> facts(KernelSocket socket, TcpFacts tcp) {
        List<String> facts = new ArrayList<>();
        if (tcp.rttUs() > 0) {
            facts.add("rtt %s ms, varies %s".formatted(ms(tcp.rttUs()), ms(tcp.rttVarianceUs())));
        }
        facts.add(String.format(Locale.ROOT, "window %d segments", tcp.congestionWindow()));
        facts.add(
                "sent %s, %s acknowledged"
                        .formatted(size(tcp.bytesSent()), size(socket.bytesAcknowledged())));
        facts.add("received " + size(tcp.bytesReceived()));
        facts.add(Meaning.count(tcp.retransmissions()) + " sent again");
        if (tcp.deliveryRate() > 0) facts.add("delivers " + size(tcp.deliveryRate()) + "/s");
        if (!tcp.congestionControl().isEmpty()) facts.add(tcp.congestionControl());
        return facts;
    }

    private static String ms(long us) {
        return String.format(Locale.ROOT, "%.2f", (double) us / US_PER_MS);
    }

    private static String size(long bytes) {
        return SizeText.brief(bytes);
    }

    /** The width of the widest text, or {@code most} if that is less: the others then align. */
    private static int widest(
            List<KernelSocket> sockets, int most, Function<KernelSocket, String> text) {
        int widest =
                sockets.stream().mapToInt(socket -> text.apply(socket).length()).max().orElse(0);
        return Math.min(widest, most);
    }
}
