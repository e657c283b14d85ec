package io.fairlead.stat;

import io.fairlead.posix.Errno;
import io.fairlead.posix.Posix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * All TCP, UDP and Unix-domain sockets of this network namespace.
 *
 * <p>The kernel tells them over sock_diag(7); where it does not, its tables in {@code /proc/net}
 * tell most of it (proc_pid_net(5)), and a remark says what is missing. For any thread.
 */
public final class SocketTable {
    /** A table that keeps changing while it is read is read so often, at most. */
    private static final int TRIES = 3;

    private final Path proc;
    private final boolean diag;

    /** That of this machine. */
    public SocketTable() {
        this(Path.of("/proc"), Posix.isSupported());
    }

    SocketTable(Path proc, boolean diag) {
        this.proc = proc;
        this.diag = diag;
    }

    /** Whether this machine has such tables: Linux. */
    public boolean isSupported() {
        return Files.isDirectory(proc.resolve("net"));
    }

    /**
     * Reads the tables of some schemes, {@code tcp}, {@code udp} and {@code unix}.
     *
     * @throws IOException if not even {@code /proc/net} can be read
     */
    public Snapshot read(Set<String> schemes) throws IOException {
        CompletableFuture<Owners> owners = CompletableFuture.supplyAsync(() -> Owners.of(proc));
        Snapshot sockets = readWithoutOwners(schemes);
        return new Snapshot(sockets.sockets(), owners.join(), sockets.remarks());
    }

    /**
     * As {@link #read}, but looks into no process, which is much quicker: nobody owns a socket.
     *
     * @throws IOException if not even {@code /proc/net} can be read
     */
    public Snapshot readWithoutOwners(Set<String> schemes) throws IOException {
        List<KernelSocket> sockets = new ArrayList<>();
        List<String> remarks = new ArrayList<>();
        for (String scheme : List.of("tcp", "udp", "unix")) {
            if (schemes.contains(scheme)) {
                read(scheme, sockets, remarks);
            }
        }
        return new Snapshot(sockets, Owners.none(), remarks);
    }

    private void read(String scheme, List<KernelSocket> sockets, List<String> remarks)
            throws IOException {
        int result = -Errno.ENOSYS;
        for (int i = 0; diag && i < TRIES; i++) {
            List<KernelSocket> told = new ArrayList<>();
            try (DiagTable table = new DiagTable(told)) {
                result = table.read(scheme);
            }
            if (result >= 0 && (result == 0 || i == TRIES - 1)) {
                sockets.addAll(told);
                if (result > 0) {
                    remarks.add(scheme + ": the table changed while it was read; some may lack");
                }
                return;
            }
        }
        new ProcTable(proc.resolve("net")).read(scheme, sockets);
        String why = Posix.isSupported() ? Errno.describe("sock_diag", result) : Posix.reason();
        remarks.add(
                scheme
                        + ": from /proc/net, without backlogs and measurements of TCP ("
                        + why
                        + ")");
    }
}
