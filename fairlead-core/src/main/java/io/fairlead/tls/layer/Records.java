package io.fairlead.tls.layer;

import io.fairlead.frame.IoBuffer;
import io.fairlead.frame.Slab;
import io.fairlead.tls.keylog.ConnectionSecrets;
import io.fairlead.tls.keylog.DerivationScope;
import java.nio.ByteBuffer;
import java.util.function.IntConsumer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * One end's records (RFC 8446 section 5.1), which its engine turns into plain bytes and back: one
 * at a time, between the heap and the connection's buffers. As safe for threads as the engine is:
 * one may unwrap while another wraps.
 */
final class Records {
    /** So much plain text makes a record that fits a buffer of 16 KiB. */
    static final int PLAIN_BYTES_MAX = 16 * 1024 - Records.OVERHEAD_BYTES;

    /** A record is longer than its plain text by less than this: header, nonce, type and tag. */
    static final int OVERHEAD_BYTES = 64;

    /** And so much one that fits the smallest chunk, which is kept for each buffer. */
    private static final int SHORT_BYTES = Slab.CHUNK_BYTES_MIN - OVERHEAD_BYTES;

    /** No plain text: what an engine has to say by itself, or hears in a handshake. */
    static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private static final int HEADER_BYTES = 5;
    private static final int TAG_BYTES = 16;
    private static final int RECORD_BYTES_MAX = HEADER_BYTES + 16 * 1024 + 2 * 1024; // RFC 5246
    private static final int CHANGE_CIPHER_SPEC = 20;
    private static final int ALERT = 21;
    private static final int HANDSHAKE = 22;
    private static final int APPLICATION_DATA = 23;

    private final SSLEngine engine;
    private final @Nullable ConnectionSecrets secrets;
    private ByteBuffer kept = NOTHING; // of who wraps: a record for which there was no memory

    /**
     * @param secrets gets those of this connection; null where nobody wants to know them
     */
    Records(SSLEngine engine, @Nullable ConnectionSecrets secrets) {
        this.engine = engine;
        this.secrets = secrets;
    }

    HandshakeStatus status() {
        return engine.getHandshakeStatus();
    }

    SSLEngine engine() {
        return engine;
    }

    /** Does a part of a handshake that takes some time of a processor. */
    void run(Runnable task) {
        try (DerivationScope _ = listen()) {
            task.run();
        }
    }

    private @Nullable DerivationScope listen() {
        return secrets == null ? null : secrets.listen();
    }

    /** True if the ends have agreed on TLS 1.2, which ends both directions at once. */
    boolean isTls12() {
        return engine.getSession().getProtocol().equals("TLSv1.2");
    }

    // ---- in ----

    /** The most plain text that a record of {@code bytes}, with its header, has: by any suite. */
    int plainBytesMax(int bytes) {
        return Math.max(1, bytes - HEADER_BYTES - (isTls12() ? TAG_BYTES : TAG_BYTES + 1));
    }

    /**
     * The length of the record at the beginning of {@code in}, with its header; 0 while not all of
     * it is there.
     *
     * @throws SSLException if no record of TLS begins so
     */
    static int completeBytes(IoBuffer in) throws SSLException {
        if (in.size() == 0) return 0;
        int type = in.byteAt(0);
        if (type < CHANGE_CIPHER_SPEC || type > APPLICATION_DATA) throw ForeignBytes.refused(in);
        if (in.size() < HEADER_BYTES) return 0;
        int bytes = HEADER_BYTES + in.shortAt(3);
        if (in.byteAt(1) != 3) throw ForeignBytes.refused(in);
        if (bytes > RECORD_BYTES_MAX) {
            throw new SSLException("a record of " + bytes + " bytes, and TLS has none so long");
        }
        return bytes <= in.size() ? bytes : 0;
    }

    /** True if {@link #completeBytes} has something to tell. */
    static boolean isComplete(IoBuffer in) {
        try {
            return completeBytes(in) > 0;
        } catch (SSLException e) {
            return true;
        }
    }

    /** True if the first record of {@code in} is an alert that is not encrypted, or TLS 1.2's. */
    static boolean isAlert(IoBuffer in) {
        return in.byteAt(0) == ALERT;
    }

    /** True if the first record of {@code in} says that it is of a handshake. */
    static boolean isHandshake(IoBuffer in) {
        return in.byteAt(0) == HANDSHAKE;
    }

    /**
     * Unwraps the record at the beginning of {@code in}, and takes it out.
     *
     * @param bytes its length
     * @param into has room for its plain text
     * @param taken gets the length of that, unless there is none
     * @return false if the engine has something else to do before
     * @throws SSLException if TLS has failed, also by an alert of the other end
     */
    boolean unwrap(IoBuffer in, int bytes, ByteBuffer into, IntConsumer taken) throws SSLException {
        int produced;
        int consumed;
        try (Scratch scratch = Scratch.lend()) {
            ByteBuffer record = scratch.cipher.limit(bytes);
            ByteBuffer held = in.pin();
            record.put(0, held, held.position(), bytes);
            in.unpin(0);
            if (secrets != null) secrets.received(record, bytes);
            SSLEngineResult result;
            try (DerivationScope _ = listen()) {
                result = engine.unwrap(record, scratch.plain);
            }
            consumed = result.bytesConsumed();
            produced = result.bytesProduced();
            in.drain(consumed);
            if (produced > 0) into.put(scratch.plain.flip());
        }
        if (produced > 0) taken.accept(produced);
        return consumed > 0;
    }

    // ---- out ----

    /**
     * Wraps as much of {@code plain} as one record takes, or what the engine has to say itself.
     *
     * <p>How long what it says itself is, shows only when it is there. If there is no memory then,
     * it is kept, and goes first.
     *
     * @return false if there was nothing to say, or no memory for it
     * @throws SSLException if TLS has failed
     */
    boolean wrap(ByteBuffer plain, IoBuffer out) throws SSLException {
        if (!placesKept(out)) return false;
        int bytes = Math.min(plain.remaining(), PLAIN_BYTES_MAX);
        if (bytes > SHORT_BYTES && !out.reserve(bytes + OVERHEAD_BYTES)) bytes = SHORT_BYTES;
        if (bytes > 0 && !out.reserve(bytes + OVERHEAD_BYTES)) return false;
        try (Scratch scratch = Scratch.lend()) {
            ByteBuffer source = scratch.plain.limit(bytes);
            source.put(0, plain, plain.position(), bytes);
            SSLEngineResult result;
            try (DerivationScope _ = listen()) {
                result = engine.wrap(source, scratch.cipher);
            }
            plain.position(plain.position() + result.bytesConsumed());
            int produced = result.bytesProduced();
            if (secrets != null) secrets.sent(scratch.cipher, produced);
            if (produced == 0) return false;
            ByteBuffer record = scratch.cipher.flip();
            if (!places(record, out)) kept = ByteBuffer.allocate(produced).put(record).flip();
            return true;
        }
    }

    /** True if there was no memory for a record, which is kept. */
    boolean keepsRecord() {
        return kept.hasRemaining();
    }

    /** Puts what is kept into {@code out}; false if there is no memory for it yet. */
    boolean placesKept(IoBuffer out) {
        return !keepsRecord() || places(kept, out);
    }

    private static boolean places(ByteBuffer record, IoBuffer out) {
        int bytes = record.remaining();
        if (!out.reserve(bytes)) return false;
        out.space().put(record);
        out.commit(bytes);
        return true;
    }

    /** Wraps what the engine has to say itself; as {@link #wrap}. */
    boolean wrapOwn(IoBuffer out) throws SSLException {
        return wrap(NOTHING, out);
    }
}
