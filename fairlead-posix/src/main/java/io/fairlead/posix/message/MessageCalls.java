package io.fairlead.posix.message;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.fairlead.posix.Posix;
import io.fairlead.posix.libc.Libc;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * Calls that move messages with their addresses and ancillary messages, one or a batch at a time:
 * sendmsg(2), recvmsg(2), sendmmsg(2), recvmmsg(2). Serves one thread at a time, that of its {@link
 * Posix}.
 */
public final class MessageCalls {
    private static final MethodHandle SENDMSG =
            Libc.call("sendmsg", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT);
    private static final MethodHandle RECVMSG =
            Libc.call("recvmsg", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT);
    private static final MethodHandle SENDMMSG =
            Libc.call("sendmmsg", JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_INT);
    private static final MethodHandle RECVMMSG =
            Libc.call("recvmmsg", JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_LONG);

    private static final long NO_TIMEOUT = 0;

    private final Posix posix;

    public MessageCalls(Posix posix) {
        this.posix = posix;
    }

    /** sendmsg(2) of a message that was made ready by {@link Msghdr#to} or the like. */
    public int sendmsg(int fd, Msghdr message, int flags) {
        MemorySegment header = message.header();
        try {
            return posix.result((long) SENDMSG.invokeExact(posix.errno, fd, header, flags));
        } catch (Throwable t) {
            throw Libc.broken(t);
        }
    }

    /** recvmsg(2) into a message that was made ready by {@link Msghdr#forReceiving}. */
    public int recvmsg(int fd, Msghdr message, int flags) {
        MemorySegment header = message.header();
        try {
            return posix.result((long) RECVMSG.invokeExact(posix.errno, fd, header, flags));
        } catch (Throwable t) {
            throw Libc.broken(t);
        }
    }

    /** sendmmsg(2) of messages {@code from} to {@code to - 1}: how many went. */
    public int sendmmsg(int fd, Mmsg batch, int from, int to, int flags) {
        long first = batch.address(from);
        int count = to - from;
        try {
            return posix.result((int) SENDMMSG.invokeExact(posix.errno, fd, first, count, flags));
        } catch (Throwable t) {
            throw Libc.broken(t);
        }
    }

    /**
     * recvmmsg(2) into the first messages of a batch, as many as it has: how many came. Without
     * MSG_DONTWAIT it waits until all have; with MSG_WAITFORONE until one has.
     */
    public int recvmmsg(int fd, Mmsg batch, int flags) {
        return recvmmsg(fd, batch, batch.count(), flags);
    }

    /** As {@link #recvmmsg(int, Mmsg, int)}, into the first {@code count} messages only. */
    public int recvmmsg(int fd, Mmsg batch, int count, int flags) {
        batch.forReceiving(count);
        long first = batch.address(0);
        try {
            return posix.result(
                    (int) RECVMMSG.invokeExact(posix.errno, fd, first, count, flags, NO_TIMEOUT));
        } catch (Throwable t) {
            throw Libc.broken(t);
        }
    }
}
