package io.fairlead.net.socket;

import io.fairlead.net.Endpoint;
import io.fairlead.net.socket.PortHolder.Holding;
import io.fairlead.net.text.Printable;
import io.fairlead.posix.Passwd;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One search through Linux's socket tables and the open files of processes (proc_pid_net(5),
 * proc_pid_fd(5)). For one thread.
 */
final class ProcNet {
    private static final long SEARCH_NS =
            2_000_000_000; // an error message must not keep one waiting

    private final Path proc;
    private final long startNs = System.nanoTime();

    ProcNet(Path proc) {
        this.proc = proc;
    }

    Optional<PortHolder> holder(Endpoint endpoint) throws IOException {
        ProcSocket best = null;
        for (String table : tables(endpoint)) {
            Path file = proc.resolve("net").resolve(table);
            if (!Files.isReadable(file)) {
                continue;
            }
            // Paths in net/unix are bytes; for IP sockets the tables are ASCII.
            try (Stream<String> lines = Files.lines(file, StandardCharsets.ISO_8859_1)) {
                best =
                        lines.skip(1)
                                .takeWhile(line -> inTime())
                                .map(line -> ProcSocket.parse(endpoint, line))
                                .flatMap(Optional::stream)
                                .reduce(best, ProcNet::likelier);
            }
        }
        return best == null ? Optional.empty() : Optional.of(describe(best));
    }

    /** The endpoint's own family first: a long table of the other may use up the time. */
    private static List<String> tables(Endpoint endpoint) {
        boolean six = endpoint.host().indexOf(':') >= 0;
        return switch (endpoint.scheme()) {
            case TCP, TLS -> six ? List.of("tcp6", "tcp") : List.of("tcp", "tcp6");
            case UDP -> six ? List.of("udp6", "udp") : List.of("udp", "udp6");
            case UNIX -> List.of("unix");
            case FD -> List.of();
        };
    }

    private static ProcSocket likelier(@Nullable ProcSocket one, ProcSocket other) {
        return one != null && one.rank() <= other.rank() ? one : other;
    }

    private boolean inTime() {
        return System.nanoTime() - startNs < SEARCH_NS;
    }

    private PortHolder describe(ProcSocket socket) throws IOException {
        if (socket.inode() == 0) {
            return new PortHolder(Holding.CLOSING, 0, "", "", socket.freeIn());
        }
        Path process = processOf(socket.inode());
        if (process == null) {
            return new PortHolder(
                    Holding.HIDDEN,
                    0,
                    "",
                    Printable.of(Passwd.read().name(socket.uid())),
                    Duration.ZERO);
        }
        byte[] name = Files.readAllBytes(process.resolve("comm"));
        String command = Printable.of(new String(name, StandardCharsets.UTF_8).strip());
        String user = Files.getOwner(process).getName();
        long pid = Long.parseLong(process.getFileName().toString());
        return new PortHolder(Holding.PROCESS, pid, command, user, Duration.ZERO);
    }

    private @Nullable Path processOf(long inode) throws IOException {
        String link = "socket:[" + inode + "]";
        Path self = proc.resolve(Long.toString(ProcessHandle.current().pid()));
        if (hasOpen(self, link)) {
            return self;
        }
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(proc, "[1-9]*")) {
            for (Path process : processes) {
                if (!inTime()) {
                    return null;
                }
                if (hasOpen(process, link)) {
                    return process;
                }
            }
        }
        return null;
    }

    private static boolean hasOpen(Path process, String link) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(process.resolve("fd"))) {
            for (Path file : files) {
                if (isLinkTo(file, link)) {
                    return true;
                }
            }
        } catch (IOException | RuntimeException goneOrForbidden) {
            return false;
        }
        return false;
    }

    private static boolean isLinkTo(Path file, String link) {
        try {
            return Files.readSymbolicLink(file).toString().equals(link);
        } catch (IOException closedMeanwhile) {
            return false;
        }
    }
}
