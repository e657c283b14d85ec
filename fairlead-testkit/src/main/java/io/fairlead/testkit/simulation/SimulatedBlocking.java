package io.fairlead.testkit.simulation;

import io.fairlead.connection.CallDeadline;
import io.fairlead.connection.ThreadHost;
import io.fairlead.server.blocking.BlockingSocket;
import io.fairlead.server.site.Driver;
import io.fairlead.service.DeadlineException;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedByInterruptException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** One end of a connection in the simulated network, for threads that wait for it. */
final class SimulatedBlocking implements BlockingSocket, SocketWatcher {
    private final SimulatedSocket socket;
    private final SimulatedThreads threads;
    private final boolean awaitsInput;
    private final Runnable onEnd;
    private @Nullable Thread owner; // who has waited for input last
    private @Nullable Thread reader;
    private @Nullable Thread writer; // or who waits for a connection
    private boolean inputOver;
    private boolean woken;
    private boolean closed;
    private boolean over;

    /** Hears when the connection is lost. */
    @Nullable Driver driver;

    /**
     * @param awaitsInput see {@link BlockingSocket#awaitsInput}: there are models of either kind
     * @param onEnd is run when it has ended
     */
    SimulatedBlocking(SimulatedSocket socket, boolean awaitsInput, Runnable onEnd) {
        this.socket = socket;
        this.awaitsInput = awaitsInput;
        this.onEnd = onEnd;
        threads = socket.host.threads();
        socket.watcher = this;
    }

    @Override
    public ThreadHost threadHost() {
        return threads;
    }

    // ---- what the network tells ----

    @Override
    public void changed(SimulatedSocket changed) {
        if (changed.isLost() && driver != null) driver.lost();
        if (changed.isReadable()) LockSupport.unpark(reader);
        if (changed.isWritable()) LockSupport.unpark(writer);
    }

    /** Waits until it is connected. */
    void awaitConnected(long endNs) throws IOException {
        while (!socket.finishConnect()) {
            long leftNs = endNs - threads.nanoTime();
            if (leftNs <= 0) throw new SocketTimeoutException();
            writer = Thread.currentThread();
            park(leftNs);
            writer = null;
        }
    }

    private void park(long ns) throws IOException {
        checkInterrupted();
        threads.park(ns);
        checkInterrupted();
        checkOpen();
    }

    private void checkInterrupted() throws IOException {
        if (!Thread.currentThread().isInterrupted()) return;
        close(); // as channels do
        throw new ClosedByInterruptException();
    }

    /** What waits in the socket itself is a channel, which takes an interrupt for its end. */
    private void beginTransfer() throws IOException {
        threads.maybeYield();
        if (!awaitsInput) checkInterrupted();
        checkOpen();
    }

    private void checkOpen() throws IOException {
        if (closed) throw new AsynchronousCloseException();
    }

    // ---- input ----

    @Override
    public boolean awaitsInput() {
        return awaitsInput;
    }

    @Override
    public boolean hasInput() throws IOException {
        checkOpen();
        if (!awaitsInput) return true; // who reads waits
        if (woken) {
            woken = false;
            return true;
        }
        return inputOver || socket.isReadable();
    }

    @Override
    public void awaitInput(@Nullable Duration timeout) throws IOException {
        CallDeadline deadline = new CallDeadline(timeout, threads);
        owner = Thread.currentThread();
        while (!hasInput()) {
            reader = owner;
            await(deadline, "nothing arrived");
            reader = null;
        }
    }

    private void await(CallDeadline deadline, String what) throws IOException {
        Duration left = deadline.left();
        if (left != null && !left.isPositive()) {
            throw new DeadlineException(what + " in time");
        }
        park(left == null ? Long.MAX_VALUE : left.toNanos());
    }

    @Override
    public void wake() {
        woken = true;
        LockSupport.unpark(owner);
    }

    @Override
    public void endInput(BooleanSupplier reading) {
        inputOver = true;
        LockSupport.unpark(reader);
    }

    @Override
    public int tryRead(ByteBuffer into) throws IOException {
        beginTransfer();
        int count = socket.read(into);
        return count == 0 && inputOver ? -1 : count;
    }

    @Override
    public int read(ByteBuffer into, @Nullable Duration timeout) throws IOException {
        CallDeadline deadline = new CallDeadline(timeout, threads);
        int count;
        while ((count = tryRead(into)) == 0 && !awaitsInput) {
            reader = Thread.currentThread();
            await(deadline, "nothing arrived");
            reader = null;
        }
        return count;
    }

    // ---- output ----

    @Override
    public void write(ByteBuffer from, @Nullable Duration timeout) throws IOException {
        CallDeadline deadline = new CallDeadline(timeout, threads);
        while (from.hasRemaining()) {
            beginTransfer();
            socket.write(from);
            while (from.hasRemaining() && !socket.isWritable()) {
                writer = Thread.currentThread();
                await(deadline, "nothing was sent");
                writer = null;
            }
        }
    }

    @Override
    public void shutdownOutput() throws IOException {
        checkOpen();
        socket.shutdownOutput();
    }

    // ---- the end ----

    @Override
    public void resetOnClose() {
        socket.resetOnClose();
    }

    @Override
    public boolean isOpen() {
        return !closed;
    }

    @Override
    public boolean isLost() {
        return socket.isLost();
    }

    @Override
    public void close() {
        if (closed) return;
        closed = true;
        socket.close();
        LockSupport.unpark(reader);
        LockSupport.unpark(writer);
    }

    @Override
    public void end() {
        if (over) return;
        over = true;
        close();
        onEnd.run();
    }

    @Override
    public SocketAddress remoteAddress() {
        return socket.remoteAddress();
    }

    @Override
    public SocketAddress localAddress() {
        return socket.localAddress();
    }
}
