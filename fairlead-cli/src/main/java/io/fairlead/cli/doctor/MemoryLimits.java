package io.fairlead.cli.doctor;

import io.fairlead.cli.text.SizeText;
import io.fairlead.service.Limits;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What bounds memory: the machine, the container, Java, and the kernel's part for sockets. */
final class MemoryLimits {
    private static final long PAGE_BYTES = 4096;
    private static final long SOCKET_BYTES_ENOUGH = 64L << 20;

    private MemoryLimits() {}

    static List<Limit> of(Kernel kernel, Machine machine) {
        List<Limit> limits = new ArrayList<>();
        kernel.sysctl("net.ipv4.tcp_mem", 2)
                .ifPresent(pages -> limits.add(sockets(pages * PAGE_BYTES)));
        long buffers = Limits.DEFAULT.bufferBytesTotal();
        limits.add(
                bytes("Java heap", machine.heapBytes(), "objects; buffers may take half as much")
                        .adviseBelow(
                                2 * buffers,
                                String.format(
                                        Locale.ROOT,
                                        "Java heap: --buffer-total (%s) is cut to"
                                                + " half of it; start with"
                                                + " FAIRLEAD_JAVA_OPTS=-Xmx%dm",
                                        SizeText.brief(buffers),
                                        (2 * buffers) >> 20)));
        return limits;
    }

    private static Limit sockets(long bytes) {
        return bytes("net.ipv4.tcp_mem", bytes, "memory of all TCP sockets together")
                .adviseBelow(
                        SOCKET_BYTES_ENOUGH,
                        "net.ipv4.tcp_mem: beyond it the kernel drops packets; as root: sysctl"
                                + " -w net.ipv4.tcp_mem='98304 131072 196608'");
    }

    static Limit bytes(String name, long bytes, String meaning) {
        return new Limit(name, bytes, shown(bytes), meaning, null);
    }

    static String shown(long bytes) {
        return bytes == Limit.NONE ? "no limit" : SizeText.brief(bytes);
    }
}
