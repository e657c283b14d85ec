package io.fairlead.cli.stat;

import io.fairlead.stat.KernelSocket;
import io.fairlead.stat.Meaning;
import io.fairlead.stat.Snapshot;
import io.fairlead.stat.SocketState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a person wants to see: who listens, then who talks, by program. For one thread.
 *
 * <p>Without a filter, what is alike and well is counted: most of a crowd, TIME_WAIT, and pairs of
 * Unix-domain sockets.
 */
final class Listing {
    /** So many of a program's connections are listed, unless all are wanted. */
    private static final int CROWD = 10;

    private static final Comparator<KernelSocket> ORDER =
            Comparator.comparing((KernelSocket socket) -> socket.protocol())
                    .thenComparingInt(socket -> socket.local().port())
                    .thenComparing(KernelSocket::state)
                    .thenComparingInt(socket -> socket.remote().port())
                    .thenComparing(socket -> socket.local().toString());

    /**
     * How it is shown.
     *
     * @param columns the width
     * @param all whether each socket is listed
     * @param info whether with what TCP measured
     */
    record Style(int columns, boolean all, boolean info) {}

    private final SocketRows rows;
    private final boolean whole;
    private final boolean unixToo;
    private final List<Line> lines = new ArrayList<>();

    private Listing(Snapshot snapshot, SocketFilter wanted, Style style) {
        rows = new SocketRows(snapshot, style);
        whole = style.all() || wanted.isNarrow();
        unixToo = whole || wanted.asked().contains("unix");
    }

    static Listing of(Snapshot snapshot, SocketFilter wanted, Style style) {
        Listing listing = new Listing(snapshot, wanted, style);
        List<KernelSocket> sockets = wanted.of(snapshot);
        if (sockets.isEmpty()) {
            listing.nothing(snapshot, wanted);
        } else {
            listing.listeners(sockets);
            listing.connections(sockets);
            listing.others(sockets);
            listing.lines.addAll(Pointers.of(sockets));
        }
        return listing;
    }

    List<Line> lines() {
        return lines;
    }

    private void nothing(Snapshot snapshot, SocketFilter wanted) {
        lines.add(Line.plain("No socket matches."));
        Map<String, Long> counts =
                snapshot.sockets().stream()
                        .collect(
                                Collectors.groupingBy(
                                        socket -> socket.protocol().scheme(),
                                        TreeMap::new,
                                        Collectors.counting()));
        List<String> parts = new ArrayList<>();
        counts.forEach((scheme, count) -> parts.add(Meaning.count(count) + " " + scheme));
        String looked = parts.isEmpty() ? "no sockets; there are none" : String.join(", ", parts);
        lines.add(Line.plain("Looked at: " + looked + ", in this network namespace."));
        if (!wanted.isEmpty()) {
            lines.add(Line.plain("fairlead stat lists who listens and who talks."));
        }
        boolean byOwner = !wanted.pids().isEmpty() || !wanted.programs().isEmpty();
        if (byOwner && snapshot.sockets().stream().anyMatch(snapshot.owners()::isHidden)) {
            lines.add(Line.plain("Some owners are not visible without root: try it with sudo."));
        }
    }

    private void listeners(List<KernelSocket> sockets) {
        List<KernelSocket> listening =
                sockets.stream().filter(KernelSocket::isListening).sorted(ORDER).toList();
        if (listening.isEmpty()) return;
        lines.add(Line.heading("Listening"));
        lines.addAll(rows.listeners(listening));
    }

    private void connections(List<KernelSocket> sockets) {
        Map<String, List<KernelSocket>> programs =
                sockets.stream()
                        .filter(KernelSocket::isConnection)
                        .filter(socket -> unixToo || !socket.protocol().isUnix())
                        .filter(socket -> whole || socket.state() != SocketState.TIME_WAIT)
                        .sorted(ORDER)
                        .collect(
                                Collectors.groupingBy(
                                        rows::program, TreeMap::new, Collectors.toList()));
        programs.forEach(this::program);
    }

    private void program(String name, List<KernelSocket> sockets) {
        gap();
        String count = Meaning.count(sockets.size());
        lines.add(
                Line.heading(
                        name + ": " + count + " connection" + (sockets.size() == 1 ? "" : "s")));
        if (whole || sockets.size() <= CROWD) {
            lines.addAll(rows.connections(sockets));
            return;
        }
        Map<Boolean, List<KernelSocket>> notable =
                sockets.stream().collect(Collectors.partitioningBy(rows::isNotable));
        List<KernelSocket> ordered = new ArrayList<>(notable.getOrDefault(true, List.of()));
        ordered.addAll(notable.getOrDefault(false, List.of()));
        lines.addAll(rows.connections(ordered.subList(0, CROWD)));
        String rest = states(ordered.subList(CROWD, ordered.size()));
        lines.add(Line.plain("  and " + rest + "; -a lists them"));
    }

    private static String states(List<KernelSocket> sockets) {
        Map<SocketState, Long> counts =
                sockets.stream()
                        .collect(
                                Collectors.groupingBy(
                                        KernelSocket::state, TreeMap::new, Collectors.counting()));
        return counts.entrySet().stream()
                .map(entry -> Meaning.count(entry.getValue()) + " more " + entry.getKey())
                .collect(Collectors.joining(", "));
    }

    /** What was counted above, and what is neither listener nor connection. */
    private void others(List<KernelSocket> sockets) {
        List<KernelSocket> idle =
                sockets.stream()
                        .filter(socket -> !socket.isListening() && !socket.isConnection())
                        .sorted(ORDER)
                        .toList();
        if (whole && !idle.isEmpty()) {
            gap();
            lines.add(Line.heading("Neither connected nor listening"));
            lines.addAll(rows.listeners(idle));
        }
        if (!whole) counts(sockets, idle);
    }

    private void counts(List<KernelSocket> sockets, List<KernelSocket> idle) {
        List<KernelSocket> waiting =
                sockets.stream().filter(s -> s.state() == SocketState.TIME_WAIT).toList();
        long pairs =
                sockets.stream().filter(s -> s.protocol().isUnix() && s.isConnection()).count();
        if (!waiting.isEmpty() || (pairs > 0 && !unixToo) || !idle.isEmpty()) gap();
        waiting.stream()
                .map(socket -> socket.timer().left())
                .max(Comparator.naturalOrder())
                .ifPresent(last ->
                        lines.add(
                                Line.plain(
                                        "TIME_WAIT: %s, the last is free in %s (-s time-wait)"
                                                .formatted(
                                                        Meaning.count(waiting.size()),
                                                        Meaning.time(last)))));
        if (pairs > 0 && !unixToo) {
            lines.add(
                    Line.plain("Unix-domain, connected: %s (-x)".formatted(Meaning.count(pairs))));
        }
        if (!idle.isEmpty()) {
            String count = Meaning.count(idle.size());
            lines.add(Line.plain("Neither connected nor listening: %s (-a)".formatted(count)));
        }
    }

    private void gap() {
        if (!lines.isEmpty()) lines.add(Line.plain(""));
    }
}
