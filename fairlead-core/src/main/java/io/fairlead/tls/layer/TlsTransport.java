package io.fairlead.tls.layer;

import io.fairlead.connection.BlockingTransport;
import io.fairlead.connection.CallDeadline;
import io.fairlead.connection.MemoryWait;
import io.fairlead.connection.ThreadHost;
import io.fairlead.frame.IoBuffer;
import io.fairlead.frame.Slab;
import io.fairlead.proxy.PeerProxy;
import io.fairlead.service.PeerTls;
import io.fairlead.service.TruncatedException;
import io.fairlead.session.Layer;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * TLS over a blocking transport, for a conversation in blocking style. Threads as {@link
 * BlockingTransport} says. {@link #handshake} comes first.
 */
public final class TlsTransport implements BlockingTransport {
    private static final int READ_BYTES = 16 * 1024;

    private final BlockingTransport plain;
    private final boolean lenient;
    private final Records records;
    private final TransportOutput output;
    // Belong to who reads.
    private final IoBuffer in;
    private final IoBuffer decoded; // what did not fit where it was to go
    private boolean ended;
    private boolean agreed;
    private volatile boolean resets;

    private TlsTransport(BlockingTransport plain, TlsRules rules, Slab slab) {
        this.plain = plain;
        lenient = rules.isLenient();
        records = rules.records();
        output = new TransportOutput(plain, records, slab);
        in = new IoBuffer(slab);
        decoded = new IoBuffer(slab);
    }

    /** A transport over {@code plain} as the layer has it: the same if that is none. */
    public static BlockingTransport over(BlockingTransport plain, Layer layer, Slab slab) {
        TlsRules rules = TlsRules.of(layer);
        return rules != null ? new TlsTransport(plain, rules, slab) : plain;
    }

    /**
     * Agrees with the other end on how to protect the connection; there is nothing to do where
     * {@code transport} has no TLS.
     *
     * @param timeout how long it may take in all
     * @throws SSLException if they cannot agree, or one does not trust the other
     * @throws IOException if the connection is lost, or it takes too long
     */
    public static void handshake(BlockingTransport transport, @Nullable Duration timeout)
            throws IOException {
        if (transport instanceof TlsTransport tls) tls.handshake(tls.deadline(timeout));
    }

    private void handshake(CallDeadline deadline) throws IOException {
        try {
            records.engine().beginHandshake();
            for (HandshakeStatus now = records.status();
                    now != HandshakeStatus.NOT_HANDSHAKING;
                    now = records.status()) {
                step(now, deadline);
            }
            agreed = true;
        } catch (SSLException | RuntimeException e) { // the JDK throws both for bad records
            throw failed(e);
        }
    }

    private void step(HandshakeStatus now, CallDeadline deadline) throws IOException {
        switch (now) {
            case NEED_TASK -> {
                Runnable task = records.engine().getDelegatedTask();
                if (task != null) records.run(task);
            }
            case NEED_WRAP -> output.writeOwn(deadline.left());
            default -> {
                if (takesRecord(deadline)) return;
                throw new SSLException("the other end closed during the TLS handshake");
            }
        }
    }

    /** The failure in words; the other end is told, if it still listens. */
    private SSLException failed(Exception error) {
        try {
            output.writeOwn(Duration.ofMillis(200));
        } catch (IOException e) {
            error.addSuppressed(e);
        }
        return TlsFailures.explained(error);
    }

    /** How the connection is protected. */
    @Override
    public PeerTls tls() {
        return new EngineTls(records.engine());
    }

    // ---- in ----

    @Override
    public void awaitInput(@Nullable Duration timeout) throws IOException {
        if (ended || decoded.size() > 0 || Records.completeBytes(in) > 0) return;
        plain.awaitInput(timeout);
    }

    @Override
    public int read(ByteBuffer into, @Nullable Duration timeout) throws IOException {
        CallDeadline deadline = deadline(timeout);
        try {
            while (decoded.size() == 0) {
                if (!takesRecord(deadline)) return -1;
            }
        } catch (SSLException | RuntimeException e) { // see handshake
            throw failed(e);
        }
        int count = Math.min(into.remaining(), decoded.size());
        into.put(decoded.take(0, count, 0).buffer());
        decoded.releaseIfEmpty();
        return count;
    }

    /** Unwraps one record, waiting for it; false at the end of the input. */
    private boolean takesRecord(CallDeadline deadline) throws IOException {
        if (ended) return false;
        int bytes;
        while ((bytes = Records.completeBytes(in)) == 0) {
            if (receives(deadline)) continue;
            ended = true;
            requireWhole();
            return false;
        }
        int room = bytes;
        MemoryWait.until(() -> decoded.reserve(room), deadline, plain);
        records.unwrap(in, bytes, decoded.space(), decoded::commit);
        in.releaseIfEmpty();
        decoded.releaseIfEmpty();
        ended = records.engine().isInboundDone();
        if (agreed) output.writeOwnIfFree(deadline);
        return !ended || decoded.size() > 0;
    }

    private boolean receives(CallDeadline deadline) throws IOException {
        plain.awaitInput(deadline.left());
        MemoryWait.until(() -> in.reserveForRead(READ_BYTES), deadline, plain);
        int count = -1;
        try {
            count = plain.read(in.space(), deadline.left());
            if (count > 0) in.commit(count);
        } finally {
            in.releaseIfEmpty();
        }
        return count >= 0;
    }

    /** The end came without close_notify. */
    private void requireWhole() throws TruncatedException {
        if (lenient || plain.isDraining() || !agreed) return;
        throw new TruncatedException();
    }

    // ---- out ----

    @Override
    public void write(ByteBuffer from, @Nullable Duration timeout) throws IOException {
        output.write(from, timeout);
    }

    @Override
    public void shutdownOutput() throws IOException {
        output.close(null);
        plain.shutdownOutput();
    }

    // ---- both ----

    @Override
    public void resetOnClose() {
        resets = true;
        plain.resetOnClose();
    }

    @Override
    public ThreadHost threadHost() {
        return plain.threadHost();
    }

    private CallDeadline deadline(@Nullable Duration timeout) {
        return new CallDeadline(timeout, threadHost());
    }

    @Override
    public boolean isOpen() {
        return plain.isOpen();
    }

    @Override
    public boolean isDraining() {
        return plain.isDraining();
    }

    @Override
    public @Nullable PeerProxy via() {
        return plain.via();
    }

    @Override
    public SocketAddress remoteAddress() {
        return plain.remoteAddress();
    }

    @Override
    public SocketAddress localAddress() {
        return plain.localAddress();
    }

    @Override
    public void inputOver() {
        in.release();
        decoded.release();
    }

    @Override
    public void close() {
        output.closeNow(!resets);
        // The other end may have said something that nobody reads: its TLS, new keys.
        if (!resets && !records.engine().isInboundDone()) plain.dropArrived();
        plain.close();
    }
}
