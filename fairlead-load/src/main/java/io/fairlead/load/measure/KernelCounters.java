package io.fairlead.load.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Counters of the machine's TCP that a run may move, from /proc/net/netstat (proc_pid_net(5)).
 *
 * @param listenOverflows connections that found the queue of a listener full
 * @param listenDrops connections that a listener dropped, for that or another reason
 */
public record KernelCounters(long listenOverflows, long listenDrops) {
    private static final KernelCounters NONE = new KernelCounters(0, 0);

    /** As they are now; zeros where there is no /proc. */
    public static KernelCounters read() {
        try {
            return parse(Files.readAllLines(Path.of("/proc/net/netstat")));
        } catch (IOException | RuntimeException noProc) {
            return NONE;
        }
    }

    /** Pairs of lines: names, then values. */
    public static KernelCounters parse(List<String> lines) {
        for (int i = 0; i + 1 < lines.size(); i += 2) {
            List<String> names = List.of(lines.get(i).split(" ", -1));
            String[] values = lines.get(i + 1).split(" ", -1);
            if (names.contains("ListenOverflows")) {
                return new KernelCounters(
                        Long.parseLong(values[names.indexOf("ListenOverflows")]),
                        Long.parseLong(values[names.indexOf("ListenDrops")]));
            }
        }
        return NONE;
    }

    public KernelCounters since(KernelCounters before) {
        return new KernelCounters(
                listenOverflows - before.listenOverflows, listenDrops - before.listenDrops);
    }
}
