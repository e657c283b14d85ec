package io.fairlead.posix;

import static io.fairlead.posix.SocketConstants.AF_INET;
import static io.fairlead.posix.SocketConstants.SOCK_CLOEXEC;
import static io.fairlead.posix.SocketConstants.SOCK_STREAM;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.LinkedHashSet;
import java.util.Set;

/** What tests of native calls need: the calls, 64 KiB of memory, descriptors that get closed. */
public final class Native implements AutoCloseable {
    public static final int BYTES = 64 * 1024;

    public final Posix posix = new Posix();
    public final SocketCalls sockets = new SocketCalls(posix);
    public final Descriptors descriptors = new Descriptors(posix);
    public final Arena arena = Arena.ofShared();
    public final MemorySegment memory = arena.allocate(BYTES, 64);
    public final long address = memory.address();
    private final Set<Integer> open = new LinkedHashSet<>();

    /** Fails the test for an error, and closes the descriptor at its end. */
    public int opened(int fd) {
        ok(fd);
        open.add(fd);
        return fd;
    }

    /** Fails the test for an error. */
    public static int ok(int result) {
        assertThat(result).as(() -> Errno.describe("the call", result)).isNotNegative();
        return result;
    }

    public void close(int fd) {
        assertThat(open.remove(fd)).isTrue();
        ok(descriptors.close(fd));
    }

    /** Two connected Unix sockets. */
    public int[] pair(int type) {
        MemorySegment pair = arena.allocate(JAVA_INT, 2);
        ok(sockets.socketpair(SocketConstants.AF_UNIX, type | SOCK_CLOEXEC, pair));
        int[] fds = {pair.getAtIndex(JAVA_INT, 0), pair.getAtIndex(JAVA_INT, 1)};
        opened(fds[0]);
        opened(fds[1]);
        return fds;
    }

    /** A socket bound to a free port of 127.0.0.1. */
    public int bound(int type) {
        int fd = opened(sockets.socket(AF_INET, type | SOCK_CLOEXEC, 0));
        ok(sockets.bind(fd, new SockaddrStorage(new SockaddrIn(SockaddrIn.INADDR_LOOPBACK, 0))));
        return fd;
    }

    /** A listener at a free port of 127.0.0.1. */
    public int listener() {
        int fd = bound(SOCK_STREAM);
        ok(sockets.listen(fd, 128));
        return fd;
    }

    public SockaddrStorage nameOf(int fd) {
        SockaddrStorage name = new SockaddrStorage();
        ok(sockets.getsockname(fd, name));
        return name;
    }

    /** A connection to a listener. */
    public int connected(int listener) {
        int fd = opened(sockets.socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
        ok(sockets.connect(fd, nameOf(listener)));
        return fd;
    }

    /** Puts text at the beginning of the memory, and returns how many bytes it has. */
    public int put(String text) {
        byte[] bytes = text.getBytes(UTF_8);
        MemorySegment.copy(bytes, 0, memory, JAVA_BYTE, 0, bytes.length);
        return bytes.length;
    }

    public String text(long offset, int bytes) {
        return new String(memory.asSlice(offset, bytes).toArray(JAVA_BYTE), UTF_8);
    }

    public void send(int fd, String text) {
        int bytes = put(text);
        assertThat(sockets.send(fd, address, bytes, SocketConstants.MSG_NOSIGNAL)).isEqualTo(bytes);
    }

    public String recv(int fd) {
        return text(0, ok(sockets.recv(fd, address, BYTES, 0)));
    }

    @Override
    public void close() {
        open.forEach(fd -> ok(descriptors.close(fd)));
        arena.close();
    }
}
