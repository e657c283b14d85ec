package io.fairlead.cli.doctor;

import io.fairlead.service.Limits;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What bounds connections and datagrams: the settings of tcp(7), socket(7), ip(7). */
final class NetworkLimits {
    private static final String PORTS = "net.ipv4.ip_local_port_range";
    private static final long PORTS_ENOUGH = 16_384;
    private static final long RECEIVE_BYTES_ENOUGH = 1 << 20;
    private static final long WINDOW_BYTES_ENOUGH = 1 << 20;

    private NetworkLimits() {}

    static List<Limit> of(Kernel kernel) {
        List<Limit> limits = new ArrayList<>();
        queue(limits, kernel, "net.core.somaxconn", "connections that wait to be accepted");
        queue(
                limits,
                kernel,
                "net.ipv4.tcp_max_syn_backlog",
                "half-open connections at each listener");
        ports(limits, kernel);
        kernel.sysctl("net.core.rmem_max", 0).ifPresent(bytes -> limits.add(receive(bytes)));
        window(limits, kernel, "net.ipv4.tcp_rmem", "bytes received and not read yet");
        window(limits, kernel, "net.ipv4.tcp_wmem", "bytes sent and not acknowledged yet");
        return limits;
    }

    private static void queue(List<Limit> limits, Kernel kernel, String name, String meaning) {
        int backlog = Limits.DEFAULT.backlog();
        String low =
                String.format(
                        Locale.ROOT,
                        "%s: cuts --backlog (%d), so a burst of clients waits a second",
                        name,
                        backlog);
        String raise = "; as root: sysctl -w %s=4096".formatted(name);
        kernel.sysctl(name, 0)
                .ifPresent(count ->
                        limits.add(
                                Limit.count(name, count, meaning)
                                        .adviseBelow(backlog, low + raise)));
    }

    private static void ports(List<Limit> limits, Kernel kernel) {
        List<String> range = kernel.sysctl(PORTS);
        if (range.size() != 2) return;
        long first = kernel.sysctl(PORTS, 0).orElse(0);
        long count = kernel.sysctl(PORTS, 1).orElse(0) - first + 1;
        String shown =
                String.format(
                        Locale.ROOT, "%d (%s to %s)", count, range.getFirst(), range.getLast());
        limits.add(
                new Limit(PORTS, count, shown, "connections from one address to one port", null)
                        .adviseBelow(
                                PORTS_ENOUGH,
                                PORTS
                                        + ": clients here run out of ports; as root: sysctl -w "
                                        + PORTS
                                        + "='10000 65535'"));
    }

    private static Limit receive(long bytes) {
        return MemoryLimits.bytes("net.core.rmem_max", bytes, "the receive buffer of a UDP socket")
                .adviseBelow(
                        RECEIVE_BYTES_ENOUGH,
                        "net.core.rmem_max: cuts the 1 MiB that a UDP server asks for, so a burst"
                                + " is lost sooner; as root: sysctl -w net.core.rmem_max=4194304");
    }

    private static void window(List<Limit> limits, Kernel kernel, String name, String meaning) {
        List<String> words = kernel.sysctl(name);
        if (words.size() != 3) return;
        long bytes = kernel.sysctl(name, 2).orElse(Limit.NONE);
        String low =
                "%s: limits a connection to %s per round trip"
                        .formatted(name, MemoryLimits.shown(bytes));
        String raise =
                "; as root: sysctl -w %s='%s %s 4194304'"
                        .formatted(name, words.get(0), words.get(1));
        limits.add(
                MemoryLimits.bytes(name, bytes, meaning + ", at most")
                        .adviseBelow(WINDOW_BYTES_ENOUGH, low + raise));
    }
}
