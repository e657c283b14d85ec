package io.fairlead.bench;

import io.fairlead.frame.Codec;
import io.fairlead.frame.Frame;
import io.fairlead.frame.FrameException;
import io.fairlead.frame.IoBuffer;
import io.fairlead.frame.Slab;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a codec costs by itself: as many equal frames as fit 64 KiB are cut, or written, without a
 * socket. One operation is such a batch; the counter {@code frames} has what is of interest.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 9, time = 200, timeUnit = TimeUnit.MILLISECONDS)
@Fork(1)
public class CodecBenchmark {
    private static final int BATCH_BYTES = 64 * 1024;

    /** A name that {@link Codec#parse} knows; {@code fixed} is of the payload's size. */
    @Param({"lines", "crlf", "text", "delimiter:\\n", "fixed", "length:4", "varint"})
    public String codecName = "";

    /** Bytes of each payload. */
    @Param({"32", "1024"})
    public int payloadBytes;

    private final IoBuffer buffer = new IoBuffer(new Slab(1 << 20));
    private Codec codec = Codec.raw();
    private Frame payload = Frame.of("");
    private int frames;
    private int batchBytes;

    /** Frames per second, beside the batches per second. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.OPERATIONS)
    public static class Counters {
        /** Frames decoded or encoded. */
        public long frames;
    }

    /** Makes a payload that every codec can carry, and leaves one batch of it in the chunk. */
    @Setup
    public void prepare() {
        codec = Codec.parse(codecName.equals("fixed") ? "fixed:" + payloadBytes : codecName);
        byte[] letters = new byte[payloadBytes];
        for (int i = 0; i < letters.length; i++) letters[i] = (byte) ('a' + i % 26);
        payload = Frame.of(letters);
        frames = BATCH_BYTES / codec.encodedBytes(payload);
        encodeBatch();
        batchBytes = buffer.size();
        buffer.release();
    }

    /** Cuts one batch; the slab lends the same chunk again, so that its bytes need no copying. */
    @Benchmark
    public long decode(Counters counters) throws FrameException {
        buffer.reserve(batchBytes);
        buffer.commit(batchBytes);
        long bytes = 0;
        Frame frame = codec.decode(buffer);
        while (frame != null) {
            bytes += frame.size();
            frame = codec.decode(buffer);
        }
        buffer.release();
        counters.frames += frames;
        return bytes;
    }

    /** Writes one batch, with the check of each payload that a session makes too. */
    @Benchmark
    public int encode(Counters counters) {
        encodeBatch();
        int bytes = buffer.size();
        buffer.release();
        counters.frames += frames;
        return bytes;
    }

    private void encodeBatch() {
        for (int i = 0; i < frames; i++) {
            int bytes = codec.encodedBytes(payload);
            // In the first step the whole batch, so that the chunk is of the same class each time.
            if (!buffer.reserve(i == 0 ? BATCH_BYTES : bytes))
                throw new AssertionError("no memory");
            codec.encode(payload, buffer);
        }
    }
}
