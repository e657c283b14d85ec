package io.fairlead.connection;

import static io.fairlead.posix.Poll.POLLIN;
import static io.fairlead.posix.Poll.POLLOUT;
import static io.fairlead.posix.SocketConstants.MSG_DONTWAIT;
import static io.fairlead.posix.SocketConstants.MSG_NOSIGNAL;
import static io.fairlead.posix.SocketConstants.SHUT_WR;

import io.fairlead.net.NetException;
import io.fairlead.net.socket.ConnectedDescriptor;
import io.fairlead.net.socket.NativeErrors;
import io.fairlead.posix.Errno;
import io.fairlead.posix.Posix;
import io.fairlead.posix.SocketCalls;
import io.fairlead.service.DeadlineException;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A transport over a bare descriptor: each transfer is tried, and what would block waits in
 * poll(2). One reader and one writer at a time; {@link #close} from any thread wakes both.
 *
 * <p>An interrupt ends a wait within half a second and leaves the connection unharmed.
 */
public final class DescriptorTransport implements BlockingTransport {
    private final ConnectedDescriptor socket;
    private final SharedDescriptor shared;
    private final String name;
    private final Direction input = new Direction();
    private final Direction output = new Direction();

    /**
     * Takes over a socket.
     *
     * @param socket connected
     * @param name of the endpoint, for errors
     */
    public DescriptorTransport(ConnectedDescriptor socket, String name) {
        this.socket = socket;
        shared = new SharedDescriptor(socket.fd());
        this.name = name;
    }

    /** What one direction's thread makes its calls with. */
    private static final class Direction {
        final SocketCalls calls = new SocketCalls(new Posix());
        final ReadyWait ready = new ReadyWait();
        final NativeMemory memory = new NativeMemory();
    }

    @Override
    public int read(ByteBuffer into, @Nullable Duration timeout) throws IOException {
        if (!into.hasRemaining()) return 0;
        CallDeadline deadline = new CallDeadline(timeout);
        while (true) {
            ByteBuffer target = input.memory.forReading(into);
            int count = receive(target);
            if (count > 0) {
                input.memory.read(into, count);
                return count;
            }
            if (count == 0) return -1; // the end of the stream, as channels say it
            checked("read", count);
            await(input, POLLIN, deadline, "nothing came");
        }
    }

    private int receive(ByteBuffer target) throws IOException {
        int fd = enter();
        try {
            long address = NativeMemory.address(target);
            return input.calls.recv(fd, address, target.remaining(), MSG_DONTWAIT);
        } finally {
            shared.leave();
        }
    }

    @Override
    public void write(ByteBuffer from, @Nullable Duration timeout) throws IOException {
        CallDeadline deadline = new CallDeadline(timeout);
        while (from.hasRemaining()) {
            ByteBuffer source = output.memory.forWriting(from);
            int count = send(source);
            if (count >= 0) {
                from.position(from.position() + count);
            } else {
                checked("write", count);
                await(output, POLLOUT, deadline, "nothing was sent");
            }
        }
    }

    private int send(ByteBuffer source) throws IOException {
        int fd = enter();
        try {
            int flags = MSG_DONTWAIT | MSG_NOSIGNAL;
            long address = NativeMemory.address(source);
            return output.calls.send(fd, address, source.remaining(), flags);
        } finally {
            shared.leave();
        }
    }

    /** Returns for what only means to wait and try again. */
    private void checked(String call, int result) throws NetException {
        if (result >= 0 || result == -Errno.EAGAIN || result == -Errno.EINTR) return;
        throw NetException.of(call, name, NativeErrors.of(result));
    }

    private void await(Direction direction, int events, CallDeadline deadline, String what)
            throws IOException {
        int fd = enter();
        try {
            if (direction.ready.await(fd, events, deadline, name)) return;
        } finally {
            shared.leave();
        }
        throw new DeadlineException(what + " within " + deadline.timeoutMs() + " ms");
    }

    @Override
    public void shutdownOutput() throws IOException {
        int fd = enter();
        try {
            checked("shutdown", output.calls.shutdown(fd, SHUT_WR));
        } finally {
            shared.leave();
        }
    }

    @Override
    public boolean isOpen() {
        return !shared.isClosed();
    }

    @Override
    public void resetOnClose() {
        shared.resetOnClose();
    }

    @Override
    public SocketAddress remoteAddress() {
        return socket.remoteAddress();
    }

    @Override
    public SocketAddress localAddress() {
        return socket.localAddress();
    }

    private int enter() throws NetException {
        try {
            return shared.enter();
        } catch (AsynchronousCloseException e) {
            throw NetException.of("use", name, e);
        }
    }

    @Override
    public void close() {
        shared.close();
    }
}
