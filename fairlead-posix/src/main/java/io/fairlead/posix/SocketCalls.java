package io.fairlead.posix;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.fairlead.posix.libc.Libc;
import java.lang.foreign.MemorySegment;

/**
 * The calls of {@code <sys/socket.h>}, each with the numbers of {@link SocketConstants} and {@link
 * InetConstants}. Serves one thread at a time, that of its {@link Posix}.
 *
 * <p>A call that waits holds its thread, and a virtual thread's carrier: give MSG_DONTWAIT or a
 * non-blocking socket there.
 */
public final class SocketCalls {

    private static final int VALUE = 0;
    private static final int LENGTH = 8;

    private final Posix posix;
    private final MemorySegment value;
    private final MemorySegment length;

    public SocketCalls(Posix posix) {
        this.posix = posix;
        value = posix.small.asSlice(VALUE, Integer.BYTES);
        length = posix.small.asSlice(LENGTH, Integer.BYTES);
    }

    /** socket(2): a descriptor. Add SOCK_CLOEXEC to the type, or children inherit it. */
    public int socket(int domain, int type, int protocol) {
        try {
            return posix.result(
                    (int)
                            SocketFunctions.Opening.SOCKET.invokeExact(
                                    posix.errno, domain, type, protocol));
        } catch (Throwable t) {
            throw Libc.broken(t);
        }
    }

    /** socketpair(2) with protocol 0: writes two descriptors, two ints, to {@code pair}. */
    public int socketpair(int domain, int type, MemorySegment pair) {
        try {
            return posix.result(
                    (int)
                            SocketFunctions.Pairing.SOCKETPAIR.invokeExact(
                                    posix.errno, domain, type, 0, pair));
        } catch (Throwable t) {
            throw Libc.broken(t);
        }
    }

    /** bind(2). */
    public int bind(int fd, SockaddrStorage address) {
        return bind(fd, address.memory, address.length());
    }

    /** bind(2) with a length of the caller's choice, which may be wrong: EINVAL. */
    public int bind(int fd, MemorySegment address, int length) {
        try {
            return posix.result(
                    (int)
                            SocketFunctions.Naming.BIND.invokeExact(
                                    posix.errno, fd, address, length));
        } catch (Throwable t) {
            throw Libc.broken(t);
        }
    }

    /** listen(2). The kernel cuts the backlog to net.core.somaxconn. */
    public int listen(int fd, int backlog) {
        try {
            return posix.result(
                    (int) SocketFunctions.Ready.LISTEN.invokeExact(posix.errno, fd, backlog));
        } catch (Throwable t) {
            throw Libc.broken(t);
        }
    }

    /** accept4(2): the descriptor of a connection, with SOCK_NONBLOCK and SOCK_CLOEXEC as given. */
    public int accept4(int fd, int flags) {
        try {
            MemorySegment none = MemorySegment.NULL;
            return posix.result(
                    (int)
                            SocketFunctions.Accepting.ACCEPT4.invokeExact(
                                    posix.errno, fd, none, none, flags));
        } catch (Throwable t) {
            throw Libc.broken(t);
        }
    }

    /** accept4(2), which also stores the address of the peer. */
    public int accept4(int fd, SockaddrStorage peer, int flags) {
        peer.empty();
        return accept4(fd, peer.memory, peer.length, flags);
    }

    /**
     * accept4(2) with the pointers of the caller's choice.
     *
     * @param length the socklen_t that says how much room there is, and is set to what is needed;
     *     NULL beside an address is EFAULT
     */
    public int accept4(int fd, MemorySegment address, MemorySegment length, int flags) {
        try {
            return posix.result(
                    (int)
                            SocketFunctions.Accepting.ACCEPT4.invokeExact(
                                    posix.errno, fd, address, length, flags));
        } catch (Throwable t) {
            throw Libc.broken(t);
        }
    }

    /** connect(2): 0, or {@code -EINPROGRESS} on a non-blocking socket. */
    public int connect(int fd, SockaddrStorage address) {
        try {
            int bytes = address.length();
            return posix.result(
                    (int)
                            SocketFunctions.Naming.CONNECT.invokeExact(
                                    posix.errno, fd, address.memory, bytes));
        } catch (Throwable t) {
            throw Libc.broken(t);
        }
    }

    /** shutdown(2) with SHUT_RD, SHUT_WR or SHUT_RDWR. */
    public int shutdown(int fd, int how) {
        try {
            return posix.result(
                    (int) SocketFunctions.Ready.SHUTDOWN.invokeExact(posix.errno, fd, how));
        } catch (Throwable t) {
            throw Libc.broken(t);
        }
    }

    /** sockatmark(3), SIOCATMARK: 1 if the next byte to be read is the urgent one, else 0. */
    public int sockatmark(int fd) {
        try {
            return posix.result((int) SocketFunctions.Mark.SOCKATMARK.invokeExact(posix.errno, fd));
        } catch (Throwable t) {
            throw Libc.broken(t);
        }
    }

    /** getsockname(2): stores the socket's own address. */
    public int getsockname(int fd, SockaddrStorage own) {
        own.empty();
        try {
            return posix.result(
                    (int)
                            SocketFunctions.Names.GETSOCKNAME.invokeExact(
                                    posix.errno, fd, own.memory, own.length));
        } catch (Throwable t) {
            throw Libc.broken(t);
        }
    }

    /** getpeername(2): stores the address of the other side. */
    public int getpeername(int fd, SockaddrStorage peer) {
        peer.empty();
        try {
            return posix.result(
                    (int)
                            SocketFunctions.Names.GETPEERNAME.invokeExact(
                                    posix.errno, fd, peer.memory, peer.length));
        } catch (Throwable t) {
            throw Libc.broken(t);
        }
    }

    /** getsockopt(2): fills {@code into}, and returns the length of the value in bytes. */
    public int getsockopt(int fd, int level, int name, MemorySegment into) {
        length.set(JAVA_INT, 0, (int) into.byteSize());
        try {
            int result =
                    posix.result(
                            (int)
                                    SocketFunctions.Options.GETSOCKOPT.invokeExact(
                                            posix.errno, fd, level, name, into, length));
            return result < 0 ? result : length.get(JAVA_INT, 0);
        } catch (Throwable t) {
            throw Libc.broken(t);
        }
    }

    /** getsockopt(2) for an option that is a number at or above zero, or {@code -errno}. */
    public int getsockopt(int fd, int level, int name) {
        value.set(JAVA_INT, 0, 0);
        int result = getsockopt(fd, level, name, value);
        return result < 0 ? result : value.get(JAVA_INT, 0);
    }

    /** setsockopt(2) with all of {@code from}. */
    public int setsockopt(int fd, int level, int name, MemorySegment from) {
        try {
            int bytes = (int) from.byteSize();
            return posix.result(
                    (int)
                            SocketFunctions.Options.SETSOCKOPT.invokeExact(
                                    posix.errno, fd, level, name, from, bytes));
        } catch (Throwable t) {
            throw Libc.broken(t);
        }
    }

    /** setsockopt(2) for an option that is a number, or a switch (0 or 1). */
    public int setsockopt(int fd, int level, int name, int number) {
        value.set(JAVA_INT, 0, number);
        return setsockopt(fd, level, name, value);
    }

    /** recv(2): how many bytes came, 0 at the end of a stream. */
    public int recv(int fd, long address, long bytes, int flags) {
        try {
            return posix.result(
                    (long)
                            SocketFunctions.Transfer.RECV.invokeExact(
                                    posix.errno, fd, address, bytes, flags));
        } catch (Throwable t) {
            throw Libc.broken(t);
        }
    }

    /** send(2): how many bytes went. Give MSG_NOSIGNAL, or a closed peer raises SIGPIPE. */
    public int send(int fd, long address, long bytes, int flags) {
        try {
            return posix.result(
                    (long)
                            SocketFunctions.Transfer.SEND.invokeExact(
                                    posix.errno, fd, address, bytes, flags));
        } catch (Throwable t) {
            throw Libc.broken(t);
        }
    }

    /** recvfrom(2), which also stores the address of the sender. */
    public int recvfrom(int fd, long address, long bytes, int flags, SockaddrStorage from) {
        from.empty();
        MemorySegment peer = from.memory;
        MemorySegment peerLength = from.length;
        try {
            return posix.result(
                    (long)
                            SocketFunctions.Addressed.RECVFROM.invokeExact(
                                    posix.errno, fd, address, bytes, flags, peer, peerLength));
        } catch (Throwable t) {
            throw Libc.broken(t);
        }
    }

    /** sendto(2). */
    public int sendto(int fd, long address, long bytes, int flags, SockaddrStorage to) {
        int toLength = to.length();
        MemorySegment peer = to.memory;
        try {
            return posix.result(
                    (long)
                            SocketFunctions.Addressed.SENDTO.invokeExact(
                                    posix.errno, fd, address, bytes, flags, peer, toLength));
        } catch (Throwable t) {
            throw Libc.broken(t);
        }
    }
}
