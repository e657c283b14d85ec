package io.fairlead.frame;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Drives a codec as a server does, but without a socket: hands it a stream in chunks, takes the
 * frames, and checks the law of the buffer after each step.
 */
final class CodecDriver {
    /** What came out of a stream. */
    record Outcome(List<String> frames, @Nullable String error, int consumed) {
        boolean failed() {
            return error != null;
        }

        /** The part that must not depend on the chunks; an error's text may know more or less. */
        Object essence() {
            return List.of(frames, failed());
        }
    }

    private final Codec codec;
    private final Slab slab = new Slab(1 << 20);
    private final IoBuffer in = new IoBuffer(slab);
    private final List<String> frames = new ArrayList<>();
    private int consumed;

    private CodecDriver(Codec codec) {
        this.codec = codec;
    }

    /** Feeds {@code stream} in chunks of the sizes {@code chunkSizes} gives, then the end. */
    static Outcome decode(Codec codec, byte[] stream, IntSupplier chunkSizes) {
        return new CodecDriver(codec).run(stream, chunkSizes);
    }

    /** Feeds {@code stream} as far as the buffer may hold it at a time. */
    static Outcome decode(Codec codec, byte[] stream) {
        return decode(codec, stream, () -> Integer.MAX_VALUE);
    }

    private Outcome run(byte[] stream, IntSupplier chunkSizes) {
        int fed = 0;
        String error = null;
        try {
            while (fed < stream.length) {
                int room = codec.wireBytesMax() - in.size();
                assertThat(room).as("%s holds its longest frame and waits", codec).isPositive();
                int count = Math.min(Math.min(chunkSizes.getAsInt(), room), stream.length - fed);
                feed(stream, fed, count);
                fed += count;
                takeAll(false);
            }
            takeAll(true);
        } catch (FrameException e) {
            error = e.getMessage();
        }
        assertThat(consumed + in.size()).isEqualTo(fed);
        assertThat(in.keepsLaw()).isTrue();
        if (error == null) assertThat(in.size()).isZero();
        in.release();
        assertThat(slab.bytesLent()).isZero();
        return new Outcome(frames, error, consumed);
    }

    private void feed(byte[] stream, int from, int count) {
        assertThat(in.reserve(count)).isTrue();
        assertThat(in.keepsLaw()).isTrue();
        in.space().put(stream, from, count);
        in.commit(count);
        assertThat(in.keepsLaw()).isTrue();
    }

    private void takeAll(boolean atEnd) throws FrameException {
        while (true) {
            int before = in.size();
            Frame frame = atEnd ? codec.decodeEnd(in) : codec.decode(in);
            assertThat(in.keepsLaw()).isTrue();
            int taken = before - in.size();
            consumed += taken;
            if (frame == null) {
                assertThat(taken).isZero();
                break;
            }
            assertThat(taken).isPositive().isBetween(frame.size(), codec.wireBytesMax());
            frames.add(hex(frame.bytes()));
        }
        in.releaseIfEmpty();
        assertThat(in.keepsLaw()).isTrue();
    }

    // ---- the other way ----

    /** The bytes on the wire for {@code payloads}. */
    static byte[] encode(Codec codec, List<byte[]> payloads) {
        Slab slab = new Slab(1 << 24);
        IoBuffer out = new IoBuffer(slab);
        for (byte[] payload : payloads) {
            Frame frame = Frame.of(payload);
            int before = out.size();
            int wireBytes = codec.encodedBytes(frame);
            assertThat(wireBytes).isBetween(frame.size(), codec.wireBytesMax());
            assertThat(out.reserve(wireBytes)).isTrue();
            codec.encode(frame, out);
            assertThat(out.size() - before).isEqualTo(wireBytes);
            assertThat(out.keepsLaw()).isTrue();
        }
        byte[] wire = drained(out);
        assertThat(slab.bytesLent()).isZero();
        return wire;
    }

    static boolean agreesToSend(Codec codec, byte[] payload) {
        try {
            codec.encodedBytes(Frame.of(payload));
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static byte[] drained(IoBuffer out) {
        byte[] wire = new byte[out.size()];
        if (wire.length > 0) {
            ByteBuffer lent = out.pin();
            lent.get(wire);
            out.unpin(wire.length);
        }
        out.releaseIfEmpty();
        return wire;
    }

    static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    static List<String> hex(List<byte[]> payloads) {
        return payloads.stream().map(CodecDriver::hex).toList();
    }
}
