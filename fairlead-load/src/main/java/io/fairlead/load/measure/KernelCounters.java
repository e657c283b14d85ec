package io.fairlead.load.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Counters of this machine's TCP and UDP that a run may move, from the files netstat, snmp and
 * snmp6 in /proc/net (proc_pid_net(5)).
 *
 * @param listenOverflows connections that found the queue of a listener full
 * @param listenDrops connections that a listener dropped, for that or another reason
 * @param datagramDrops datagrams that found the receive buffer of a socket full
 */
public record KernelCounters(long listenOverflows, long listenDrops, long datagramDrops) {
    private static final String IPV6_DROPS = "Udp6RcvbufErrors";

    /** As they are now; zeros where there is no /proc. */
    public static KernelCounters read() {
        List<String> lines = new ArrayList<>();
        for (String file : List.of("netstat", "snmp", "snmp6")) {
            try {
                lines.addAll(Files.readAllLines(Path.of("/proc/net", file)));
            } catch (IOException noSuchFile) {
                // no /proc, or no IPv6: that counts nothing
            }
        }
        return parse(lines);
    }

    /** Pairs of lines, names and then values; and of snmp6 one line a name. */
    public static KernelCounters parse(List<String> lines) {
        return new KernelCounters(
                valueOf("TcpExt:", "ListenOverflows", lines),
                valueOf("TcpExt:", "ListenDrops", lines),
                valueOf("Udp:", "RcvbufErrors", lines) + valueOf(lines));
    }

    private static long valueOf(String table, String name, List<String> lines) {
        for (int i = 0; i + 1 < lines.size(); i++) {
            List<String> names = List.of(lines.get(i).split(" ", -1));
            if (!names.getFirst().equals(table) || !names.contains(name)) continue;
            return Long.parseLong(lines.get(i + 1).split(" ", -1)[names.indexOf(name)]);
        }
        return 0;
    }

    private static long valueOf(List<String> lines) {
        return lines.stream()
                .filter(line -> line.startsWith(IPV6_DROPS))
                .mapToLong(line -> Long.parseLong(line.substring(IPV6_DROPS.length()).strip()))
                .sum();
    }

    public KernelCounters since(KernelCounters before) {
        return new KernelCounters(
                listenOverflows - before.listenOverflows,
                listenDrops - before.listenDrops,
                datagramDrops - before.datagramDrops);
    }
}
