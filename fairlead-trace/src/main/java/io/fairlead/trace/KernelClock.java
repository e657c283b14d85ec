package io.fairlead.trace;

import io.fairlead.posix.Descriptors;
import io.fairlead.posix.Poll;
import io.fairlead.posix.Posix;
import io.fairlead.posix.SockaddrIn;
import io.fairlead.posix.SockaddrStorage;
import io.fairlead.posix.SocketCalls;
import io.fairlead.posix.SocketConstants;
import io.fairlead.posix.message.Cmsg;
import io.fairlead.posix.message.MessageCalls;
import io.fairlead.posix.message.Msghdr;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Instant;

/**
 * The time that the kernel gives to a packet as it comes (SO_TIMESTAMPNS, socket(7)).
 *
 * <p>Linux begins with it some milliseconds after the first socket has asked; until then a packet
 * gets the time at which it is read, which may be much later. For one thread.
 */
final class KernelClock implements AutoCloseable {
    private static final long NS_PER_S = 1_000_000_000;
    private static final int TRIES = 100;
    private static final int PATIENCE_MS = 10;

    private final Posix posix = new Posix();
    private final SocketCalls sockets = new SocketCalls(posix);
    private final MessageCalls messages = new MessageCalls(posix);
    private final Poll poll = new Poll(posix);
    private final Arena arena = Arena.ofConfined();
    private final MemorySegment octet = arena.allocate(1);
    private final Msghdr message = new Msghdr(1, Cmsg.space(16) * 2);
    private final int fd;

    private KernelClock() {
        int type = SocketConstants.SOCK_DGRAM | SocketConstants.SOCK_CLOEXEC;
        fd = sockets.socket(SocketConstants.AF_INET, type | SocketConstants.SOCK_NONBLOCK, 0);
        message.pieces(1).piece(0, octet.address(), octet.byteSize());
    }

    /**
     * Waits until packets get the time at which they come, or until that seems not to be. A socket
     * of the caller's has asked for it before.
     */
    static void await() {
        try (KernelClock clock = new KernelClock()) {
            if (clock.fd < 0 || !clock.talksToItself()) return;
            for (int i = 0; i < TRIES && clock.isLate(); i++) {
                clock.poll.poll(clock.fd, 0, 1); // a millisecond, for the kernel's worker
            }
        }
    }

    private boolean talksToItself() {
        int level = SocketConstants.SOL_SOCKET;
        SockaddrStorage own = new SockaddrStorage(new SockaddrIn(SockaddrIn.INADDR_LOOPBACK, 0));
        return sockets.setsockopt(fd, level, SocketConstants.SO_TIMESTAMPNS, 1) == 0
                && sockets.bind(fd, own) == 0
                && sockets.getsockname(fd, own) == 0
                && sockets.connect(fd, own) == 0;
    }

    /** True if a datagram that has come is given a later time, that of the read. */
    private boolean isLate() {
        if (sockets.send(fd, octet.address(), 1, 0) != 1) return false;
        if (poll.poll(fd, Poll.POLLIN, PATIENCE_MS) <= 0) return false;
        long cameBeforeNs = nowNs();
        if (messages.recvmsg(fd, message.forReceiving(), 0) < 0) return false;
        message.received();
        Cmsg control = message.control();
        while (control.next()) {
            if (control.is(SocketConstants.SOL_SOCKET, SocketConstants.SO_TIMESTAMPNS)) {
                return control.timestampNs() > cameBeforeNs;
            }
        }
        return false;
    }

    /** Nanoseconds since 1970. */
    static long nowNs() {
        Instant now = Instant.now();
        return now.getEpochSecond() * NS_PER_S + now.getNano();
    }

    @Override
    public void close() {
        if (fd >= 0) new Descriptors(posix).close(fd);
        arena.close();
    }
}
