package io.fairlead.connection;

import static io.fairlead.posix.SocketConstants.SHUT_RDWR;

import io.fairlead.posix.Descriptors;
import io.fairlead.posix.Linger;
import io.fairlead.posix.Posix;
import io.fairlead.posix.SocketCalls;
import java.nio.channels.AsynchronousCloseException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A socket's descriptor that several threads use: it is closed when the last has left it, so that
 * nobody is in a call with a number that means another file by then. Safe for any thread.
 */
public final class SharedDescriptor {
    private static final int CLOSED = Integer.MIN_VALUE;

    private final int fd;
    private volatile boolean resets;
    // How many are in a call, and CLOSED once nobody else may begin one.
    private final AtomicInteger users = new AtomicInteger();

    public SharedDescriptor(int fd) {
        this.fd = fd;
    }

    /** Begins a call; {@link #leave} ends it. */
    public int enter() throws AsynchronousCloseException {
        if (users.getAndUpdate(now -> now < 0 ? now : now + 1) < 0) {
            throw new AsynchronousCloseException();
        }
        return fd;
    }

    public void leave() {
        if (users.decrementAndGet() == CLOSED) new Descriptors(new Posix()).close(fd);
    }

    public boolean isClosed() {
        return users.get() < 0;
    }

    /** {@link #close} resets a TCP connection. */
    public void resetOnClose() {
        resets = true;
    }

    /** Ends the calls that wait, with shutdown(2), and closes. Later calls do nothing. */
    public void close() {
        int before = users.getAndUpdate(now -> now < 0 ? now : (now + 1) | CLOSED);
        if (before < 0) return;
        SocketCalls calls = new SocketCalls(new Posix());
        if (resets) Linger.set(calls, fd, 0);
        // Nobody waits: without this the reset is the first that the peer hears.
        if (!resets || before > 0) calls.shutdown(fd, SHUT_RDWR);
        leave();
    }
}
