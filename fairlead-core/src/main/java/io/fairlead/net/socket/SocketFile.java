package io.fairlead.net.socket;

import io.fairlead.net.Endpoint;
import io.fairlead.net.NetException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The file of a Unix-domain listener: makes way for it and takes it away, and never touches a file
 * that is not a dead socket or our own.
 *
 * @param path where it is
 * @param identity its device and inode, or its creation time where there are none (Windows)
 */
record SocketFile(Path path, Object identity) {
    private static final int TYPE_MASK = 0170000; // S_IFMT, inode(7)
    private static final int TYPE_SOCKET = 0140000; // S_IFSOCK

    /** The address to bind or connect to. */
    static UnixDomainSocketAddress address(String call, Endpoint endpoint) throws NetException {
        if (endpoint.isAbstract()) {
            throw new NetException(
                    call,
                    endpoint,
                    "EOPNOTSUPP",
                    "java.nio has no abstract Unix-domain sockets; "
                            + (call.equals("connect")
                                    ? "connect with io.fairlead.client,"
                                    : "serve it under --model epoll,")
                            + " or use a path, as in unix:///run/x.sock",
                    null);
        }
        try {
            return UnixDomainSocketAddress.of(endpoint.path());
        } catch (InvalidPathException e) {
            throw new NetException(
                    call,
                    endpoint,
                    "EINVAL",
                    "the path cannot be written in this system's encoding; use ASCII, or a UTF-8"
                            + " locale (LC_ALL=C.UTF-8)",
                    null);
        }
    }

    /** Makes sure that {@code endpoint} can be bound: removes a dead socket, refuses the rest. */
    static void makeWay(Endpoint endpoint) throws NetException {
        Path path = address("bind", endpoint).getPath();
        BasicFileAttributes there;
        try {
            there = attributes(path);
        } catch (AccessDeniedException e) {
            throw NetException.of("bind", endpoint, e);
        } catch (IOException absent) {
            requireDirectory(endpoint, path.toAbsolutePath().getParent());
            return;
        }
        if (!isSocket(path, there)) {
            throw failure(
                    endpoint,
                    "EADDRINUSE",
                    "%s exists there and is not replaced; choose another path or move it away"
                            .formatted(sort(there)));
        }
        if (answers(endpoint)) {
            throw failure(endpoint, "EADDRINUSE", served(endpoint));
        }
        try {
            new SocketFile(path, identity(there)).remove();
        } catch (IOException e) {
            throw failure(
                    endpoint,
                    "EACCES",
                    "a stale socket file exists, and this user may not remove it; ask its owner to"
                            + " do so");
        }
    }

    private static void requireDirectory(Endpoint endpoint, @Nullable Path parent)
            throws NetException {
        if (parent == null || Files.isDirectory(parent)) {
            return;
        }
        if (Files.exists(parent)) {
            throw failure(endpoint, "ENOTDIR", parent + " is not a directory; check the path");
        }
        throw failure(
                endpoint,
                "ENOENT",
                "the directory %s does not exist; create it first (mkdir -p -m 700 %s)"
                        .formatted(parent, parent));
    }

    private static boolean isSocket(Path path, BasicFileAttributes there) {
        if (!there.isOther()) {
            return false;
        }
        try {
            Object mode = Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
            return ((Integer) mode & TYPE_MASK) == TYPE_SOCKET;
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException unknown) {
            return true; // no such view (Windows): the connect test below decides
        }
    }

    private static String sort(BasicFileAttributes there) {
        if (there.isSymbolicLink()) {
            return "a symbolic link";
        }
        return there.isDirectory()
                ? "a directory"
                : there.isRegularFile() ? "a regular file" : "a pipe or a device";
    }

    /**
     * Whether somebody listens. A server whose queue is full does too: Linux says so (EAGAIN,
     * connect(2)), macOS refuses, so that there it is taken for dead.
     */
    private static boolean answers(Endpoint endpoint) throws NetException {
        try (SocketChannel test = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            test.configureBlocking(false); // a full queue would make connect(2) wait
            test.connect(address("bind", endpoint));
            return true;
        } catch (IOException | UnsupportedOperationException e) {
            return switch (NetException.of("connect", endpoint, e).errno()) {
                case "ECONNREFUSED", "ENOENT" -> false;
                case "EAGAIN" -> true; // its queue is full
                case "EPROTOTYPE" -> true; // a socket for datagrams
                case "EACCES" ->
                        throw failure(
                                endpoint,
                                "EADDRINUSE",
                                "a socket of another user exists there, and this user may not see"
                                        + " whether it is served; choose another path");
                default -> throw NetException.of("connect", endpoint, e);
            };
        }
    }

    private static String served(Endpoint endpoint) {
        String holder = PortHolder.find(endpoint).map(who -> " by " + who).orElse("");
        return "the path is already served" + holder + "; choose another path or stop it";
    }

    private static NetException failure(Endpoint endpoint, String errno, String sentence) {
        return new NetException("bind", endpoint, errno, sentence, null);
    }

    /** Takes note of the file that bind(2) has just made. */
    static SocketFile made(Path path) throws IOException {
        return new SocketFile(path, identity(attributes(path)));
    }

    /** Lets nobody but its owner connect (mode 0600), where files have modes. */
    void makePrivate() throws IOException {
        PosixFileAttributeView view =
                Files.getFileAttributeView(path, PosixFileAttributeView.class);
        if (view != null) {
            view.setPermissions(PosixFilePermissions.fromString("rw-------"));
        }
    }

    /**
     * Removes the file if it still is this one. Call it before the channel is closed: until then no
     * other file can have the same inode.
     */
    void remove() throws IOException {
        if (KeptFiles.contains(path)) return;
        try {
            if (identity(attributes(path)).equals(identity)) {
                Files.deleteIfExists(path);
            }
        } catch (NoSuchFileException goneAlready) {
            return;
        }
    }

    private static Object identity(BasicFileAttributes attributes) {
        return Objects.requireNonNullElse(attributes.fileKey(), attributes.creationTime());
    }

    private static BasicFileAttributes attributes(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }
}
