package io.fairlead.net.socket;

import io.fairlead.posix.diag.ProcNetRow;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * How many datagrams the kernel has dropped of a channel of java.nio, which has no way to ask: the
 * last column of its socket's row in /proc/net/udp or udp6 (proc_pid_net(5)). Each question reads
 * the table, whose length is that of all UDP sockets of this network namespace, so ask seldom.
 * Without such a table, as on other systems than Linux, the answer is 0.
 *
 * <p>Safe for any thread.
 */
public final class ChannelDrops implements AutoCloseable {
    /** Inodes of channels that are counted: of several on one port, each counts one. */
    private static final Set<Long> COUNTED = ConcurrentHashMap.newKeySet();

    private static final long NONE = -1;

    private final Path table;
    private final long inode;
    private final WrappingCount count = new WrappingCount();
    private boolean closed;

    private ChannelDrops(Path table, long inode) {
        this.table = table;
        this.inode = inode;
    }

    /** Finds the row of a channel that is open, by the address that it is bound to. */
    public static ChannelDrops of(InetSocketAddress local) {
        boolean ipv6 = local.getAddress().getAddress().length > Integer.BYTES;
        Path table = Path.of("/proc/net/" + (ipv6 ? "udp6" : "udp"));
        List<Long> inodes = inodesAt(table, local);
        // Other processes may share the port; whose a socket is, only the open files tell.
        Predicate<Long> own = inodes.size() > 1 ? openFiles()::contains : inode -> true;
        return inodes.stream()
                .filter(own)
                .filter(COUNTED::add)
                .findFirst()
                .map(inode -> new ChannelDrops(table, inode))
                .orElseGet(() -> new ChannelDrops(table, NONE));
    }

    private static List<Long> inodesAt(Path table, InetSocketAddress local) {
        String port = ":" + HexFormat.of().withUpperCase().toHexDigits((short) local.getPort());
        return rows(table, port)
                .map(ProcNetRow::inet)
                .filter(row -> row.local().getPort() == local.getPort())
                .filter(row -> isSame(row.local(), local))
                .map(ProcNetRow.Inet::inode)
                .toList();
    }

    private static boolean isSame(InetSocketAddress one, InetSocketAddress other) {
        return Arrays.equals(one.getAddress().getAddress(), other.getAddress().getAddress());
    }

    /** The rows that contain {@code text}; the others are not worth being taken apart. */
    private static Stream<String> rows(Path table, String text) {
        try (Stream<String> lines = Files.lines(table, StandardCharsets.ISO_8859_1)) {
            return lines.skip(1).filter(line -> line.contains(text)).toList().stream();
        } catch (IOException | UncheckedIOException e) {
            return Stream.empty(); // there is no such table
        }
    }

    /** The inodes of this process's sockets. */
    private static Set<Long> openFiles() {
        Set<Long> inodes = ConcurrentHashMap.newKeySet();
        try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
            files.forEach(file -> inodeOf(file).ifPresent(inodes::add));
        } catch (IOException | UncheckedIOException e) {
            return inodes; // nothing is known of them, so nothing is counted
        }
        return inodes;
    }

    private static Optional<Long> inodeOf(Path file) {
        try {
            String target = Files.readSymbolicLink(file).toString();
            if (!target.startsWith("socket:[")) return Optional.empty();
            return Optional.of(Long.parseLong(target.substring(8, target.length() - 1)));
        } catch (IOException closedMeanwhile) {
            return Optional.empty();
        }
    }

    /** The count now, or when the channel was about to be closed. */
    public synchronized long count() {
        if (closed || inode == NONE) return count.sum();
        return rows(table, " " + inode + " ")
                .filter(row -> ProcNetRow.inet(row).inode() == inode)
                .findFirst()
                .map(row -> count.at(ProcNetRow.drops(row)))
                .orElseGet(count::sum);
    }

    /** Counts for the last time; call it before the channel is closed. Later calls do nothing. */
    @Override
    public synchronized void close() {
        if (closed) return;
        count();
        closed = true;
        COUNTED.remove(inode);
    }
}
