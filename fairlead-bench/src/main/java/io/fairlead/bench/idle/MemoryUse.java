package io.fairlead.bench.idle;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.management.JMException;
import javax.management.ObjectName;

/**
 * Memory of a process at one moment, in bytes; or between two moments, for each connection.
 *
 * @param heap in use after a full collection
 * @param offHeap direct buffers and arenas (NMT: Other)
 * @param stacks of threads of the system (NMT: Thread, committed)
 * @param resident of the process (VmRSS)
 * @param slab of the kernel's objects, of the whole machine (meminfo: Slab)
 * @param sockets what sockets keep in their buffers, of the whole machine (sockstat: TCP mem)
 */
record MemoryUse(
        double heap, double offHeap, double stacks, double resident, double slab, double sockets) {
    private static final int COLLECTIONS = 4;
    private static final long PAGE_BYTES = 4096;

    /** Those of this process, after it has collected its garbage. */
    static MemoryUse now() throws IOException, JMException {
        for (int i = 0; i < COLLECTIONS; i++) System.gc();
        String tracked = nativeMemory();
        return new MemoryUse(
                ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(),
                number(tracked, " Other \\(reserved=\\d+, committed=(\\d+)"),
                number(tracked, " Thread \\(reserved=\\d+, committed=(\\d+)"),
                number(read("/proc/self/status"), "VmRSS:\\s+(\\d+) kB") * 1024,
                number(read("/proc/meminfo"), "Slab:\\s+(\\d+) kB") * 1024,
                number(read("/proc/net/sockstat"), "TCP: .* mem (\\d+)") * PAGE_BYTES);
    }

    private static String read(String file) throws IOException {
        return Files.readString(Path.of(file));
    }

    /** What {@code jcmd VM.native_memory} prints. */
    private static String nativeMemory() throws JMException {
        return (String)
                ManagementFactory.getPlatformMBeanServer()
                        .invoke(
                                new ObjectName("com.sun.management:type=DiagnosticCommand"),
                                "vmNativeMemory",
                                new Object[] {new String[] {"summary", "scale=b"}},
                                new String[] {String[].class.getName()});
    }

    private static double number(String text, String pattern) {
        Matcher found = Pattern.compile(pattern).matcher(text);
        return found.find() ? Double.parseDouble(found.group(1)) : 0;
    }

    /** The line in which one process tells another. */
    String line() {
        return String.format(
                Locale.ROOT,
                "%.0f %.0f %.0f %.0f %.0f %.0f",
                heap,
                offHeap,
                stacks,
                resident,
                slab,
                sockets);
    }

    static MemoryUse parse(String line) {
        double[] n = Stream.of(line.split(" ", -1)).mapToDouble(Double::parseDouble).toArray();
        return new MemoryUse(n[0], n[1], n[2], n[3], n[4], n[5]);
    }

    /** What has come since {@code before}, for each of {@code connections} that came. */
    MemoryUse since(MemoryUse before, int connections) {
        return new MemoryUse(
                (heap - before.heap) / connections,
                (offHeap - before.offHeap) / connections,
                (stacks - before.stacks) / connections,
                (resident - before.resident) / connections,
                (slab - before.slab) / connections,
                (sockets - before.sockets) / connections);
    }
}
