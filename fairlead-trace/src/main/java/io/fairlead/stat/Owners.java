package io.fairlead.stat;

import io.fairlead.net.text.Printable;
import io.fairlead.posix.Passwd;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which processes have which sockets open: proc_pid_fd(5), read once. Afterwards immutable.
 *
 * <p>Only root, and who owns a process, may look into it; the others are counted as hidden.
 */
public final class Owners {
    private static final String LINK = "socket:[";

    private final Map<Long, List<SocketOwner>> byInode = new HashMap<>();
    private final Passwd passwd = Passwd.read();
    private int hidden;

    private Owners() {}

    /** Of no socket. */
    static Owners none() {
        return new Owners();
    }

    /** Looks into every process, within {@code proc}. */
    static Owners of(Path proc) {
        Owners owners = new Owners();
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(proc, "[1-9]*")) {
            for (Path process : processes) {
                owners.add(process);
            }
        } catch (IOException | RuntimeException noProc) {
            owners.hidden++;
        }
        return owners;
    }

    private void add(Path process) {
        long pid = Long.parseLong(process.getFileName().toString());
        String command = "";
        try (DirectoryStream<Path> files = Files.newDirectoryStream(process.resolve("fd"))) {
            for (Path file : files) {
                long inode = inode(file);
                if (inode == 0) {
                    continue;
                }
                if (command.isEmpty()) {
                    command = command(process);
                }
                int fd = Integer.parseInt(file.getFileName().toString());
                add(inode, new SocketOwner(pid, command, fd));
            }
        } catch (IOException | RuntimeException goneOrForbidden) {
            hidden += Files.exists(process) ? 1 : 0;
        }
    }

    private void add(long inode, SocketOwner owner) {
        List<SocketOwner> owners = byInode.computeIfAbsent(inode, any -> new ArrayList<>(1));
        // A process may have a socket open twice.
        if (owners.isEmpty() || owners.getLast().pid() != owner.pid()) {
            owners.add(owner);
        }
    }

    private static long inode(Path file) {
        try {
            String target = Files.readSymbolicLink(file).toString();
            return target.startsWith(LINK)
                    ? Long.parseLong(target, LINK.length(), target.length() - 1, 10)
                    : 0;
        } catch (IOException closedMeanwhile) {
            return 0;
        }
    }

    private static String command(Path process) throws IOException {
        byte[] name = Files.readAllBytes(process.resolve("comm"));
        return Printable.of(new String(name, StandardCharsets.UTF_8).strip());
    }

    /** The processes that have a socket open; none for one that is over, or whose owner hides. */
    public List<SocketOwner> of(KernelSocket socket) {
        return byInode.getOrDefault(socket.identity().inode(), List.of());
    }

    /** The name of the user that made a socket, or {@code uid 1234}; empty if not known. */
    public String user(KernelSocket socket) {
        int uid = socket.identity().uid();
        return uid == KernelSocket.UNTOLD ? "" : Printable.of(passwd.name(uid));
    }

    /** Whether a socket has an owner that this user may not see. */
    public boolean isHidden(KernelSocket socket) {
        return hidden > 0 && socket.identity().inode() != 0 && of(socket).isEmpty();
    }
}
