package io.fairlead.lab;

import io.fairlead.posix.Descriptors;
import io.fairlead.posix.Errno;
import io.fairlead.posix.FileConstants;
import io.fairlead.posix.Poll;
import io.fairlead.posix.Posix;
import io.fairlead.posix.SocketConstants;
import java.util.Locale;

/**
 * The calls of a program that does not wait: fcntl(2), poll(2), SO_ERROR. For the thread of its
 * {@link Side}, which shows them.
 */
public final class Nonblocking {
    private final Side side;
    private final Descriptors descriptors;
    private final Poll poll;

    public Nonblocking(Side side) {
        this.side = side;
        Posix posix = new Posix();
        descriptors = new Descriptors(posix);
        poll = new Poll(posix);
    }

    /** fcntl(2): no call on it waits any more; where it would, it fails with EAGAIN. */
    public int setNonblocking(Fd fd) {
        int result = descriptors.fcntl(fd.number(), FileConstants.F_GETFL, 0);
        if (result >= 0) {
            int flags = result | FileConstants.O_NONBLOCK;
            result = descriptors.fcntl(fd.number(), FileConstants.F_SETFL, flags);
        }
        return side.show("fcntl(%s, F_SETFL, O_NONBLOCK)".formatted(fd), result);
    }

    /**
     * poll(2) for POLLIN or POLLOUT: what is ready, or 0 when time ran out.
     *
     * @param timeoutMs 0 does not wait
     */
    public int poll(Fd fd, int events, int timeoutMs) {
        int result = poll.poll(fd.number(), events, timeoutMs);
        while (result == -Errno.EINTR) result = poll.poll(fd.number(), events, timeoutMs);
        String call = String.format(Locale.ROOT, "poll(%s, %s, %d)", fd, words(events), timeoutMs);
        return side.show(call, result, result == 0 ? "0 (not ready)" : words(result));
    }

    /** poll(2) that neither waits nor is shown: whether all of these events are there. */
    public boolean isReady(Fd fd, int events) {
        return poll.poll(fd.number(), events, 0) == events;
    }

    private static String words(int events) {
        StringBuilder words = new StringBuilder();
        append(words, events, Poll.POLLIN, "POLLIN");
        append(words, events, Poll.POLLOUT, "POLLOUT");
        append(words, events, Poll.POLLERR, "POLLERR");
        append(words, events, Poll.POLLHUP, "POLLHUP");
        return words.toString();
    }

    private static void append(StringBuilder words, int events, int bit, String word) {
        if ((events & bit) == 0) return;
        words.append(words.isEmpty() ? "" : " | ").append(word);
    }

    /** getsockopt(2) of SO_ERROR: what became of a connect that did not wait; 0 is well. */
    public int error(Fd fd) {
        int level = SocketConstants.SOL_SOCKET;
        int result = side.sockets().getsockopt(fd.number(), level, SocketConstants.SO_ERROR);
        String shown = result > 0 ? Errno.name(result) : Integer.toString(result);
        return side.show("getsockopt(%s, SOL_SOCKET, SO_ERROR)".formatted(fd), result, shown);
    }
}
