package io.fairlead.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.frame.Codec;
import io.fairlead.frame.Frame;
import io.fairlead.frame.FrameException;
import io.fairlead.frame.IoBuffer;
import io.fairlead.frame.Slab;
import io.fairlead.server.Effort;
import io.fairlead.service.CloseReason;
import io.fairlead.service.Limits;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Thousands of short lives of a session; a seed that fails is the report. */
class SimulationTest {
    private static final int SEEDS = Effort.of(3_000, 30_000);
    private static final int STEPS_MAX = 2_000_000;

    /** The ends that scarce memory may bring; what was answered till then is right all the same. */
    private static final Set<CloseReason> SCARCE =
            Set.of(CloseReason.NO_MEMORY, CloseReason.FRAME_TIMEOUT, CloseReason.LIFETIME);

    /** How a life ends. */
    private enum End {
        HALF_CLOSE,
        BAD_FRAME,
        RESET,
        DRAIN
    }

    /** Run one alone with {@code -Dfairlead.seed=}. */
    @Test
    void everySeed() {
        Long one = Long.getLong("fairlead.seed");
        if (one != null) {
            live(one);
            return;
        }
        for (long seed = 0; seed < SEEDS; seed++) {
            try {
                live(seed);
            } catch (Throwable e) {
                throw new AssertionError("-Dfairlead.seed=" + seed, e);
            }
        }
    }

    private static void live(long seed) {
        Random random = new Random(seed * 0x9E3779B97F4A7C15L);
        Codec codec =
                switch (random.nextInt(3)) {
                    case 0 -> Codec.lengthPrefixed(4);
                    case 1 -> Codec.lengthPrefixed(4).littleEndian();
                    default -> Codec.lines();
                };
        End end = End.values()[random.nextInt(End.values().length)];
        List<String> sent = texts(random);
        byte[] stream = encode(codec, sent, end == End.BAD_FRAME);
        boolean closes = end == End.HALF_CLOSE || end == End.BAD_FRAME;
        SimulatedServer server = new SimulatedServer(random, codec, limits(random), stream, closes);
        server.session.open();
        run(server, end);
        check(server, codec, sent, end);
    }

    private static void run(SimulatedServer server, End end) {
        int endAt = server.random.nextInt(400);
        Session session = server.session;
        for (int step = 0; server.next != Next.END; step++) {
            if (step == STEPS_MAX) throw new AssertionError("too many steps: " + server);
            if (step == endAt && end == End.RESET) session.abort(CloseReason.RESET);
            if (step == endAt && end == End.DRAIN) session.drain();
            server.ask();
            if (server.next != Next.END) server.step();
        }
        server.end();
    }

    private static void check(SimulatedServer server, Codec codec, List<String> sent, End end) {
        List<String> got = decode(codec, server.clientGot.toByteArray());
        boolean toldBad = got.remove("bad");
        List<String> pushes = got.stream().filter(text -> text.startsWith("push")).toList();
        List<String> echoes = got.stream().filter(text -> !text.startsWith("push")).toList();
        assertThat(pushes).as("pushes").isEqualTo(firstOf(server.pushed, pushes.size()));
        assertThat(echoes).as("echoes").isEqualTo(firstOf(sent, echoes.size()));
        assertThat(server.calls).startsWith("open").endsWith("close");
        assertThat(server.calls.stream().filter("open"::equals)).hasSize(1);
        assertThat(server.calls.stream().filter("close"::equals)).hasSize(1);
        assertThat(server.slab.bytesLent()).as("bytes lent").isZero();
        assertThat(server.session.bytesSent()).isEqualTo(server.clientGot.size());
        CloseReason reason = server.session.closeReason();
        boolean whole = end == End.HALF_CLOSE || end == End.BAD_FRAME;
        if (!whole || SCARCE.contains(reason)) return;
        assertThat(echoes).as("all echoes").isEqualTo(sent);
        assertThat(pushes).as("all pushes").isEqualTo(server.pushed);
        assertThat(reason)
                .isEqualTo(end == End.BAD_FRAME ? CloseReason.BAD_FRAME : CloseReason.PEER_CLOSED);
        assertThat(toldBad).isEqualTo(end == End.BAD_FRAME);
    }

    private static List<String> firstOf(List<String> all, int count) {
        return all.subList(0, Math.min(all.size(), count));
    }

    // ---- what is sent, and what came ----

    private static Limits limits(Random random) {
        return Limits.builder()
                .queuedBytesMax(1 + random.nextInt(random.nextBoolean() ? 100 : 20_000))
                .bufferBytesTotal(random.nextInt(4) == 0 ? 96 * 1024 : 1 << 24)
                .lifetimeMax(Duration.ofMinutes(10))
                .build();
    }

    private static List<String> texts(Random random) {
        List<String> texts = new ArrayList<>();
        int count = random.nextInt(30);
        for (int i = 0; i < count; i++) {
            int length = random.nextInt(5) == 0 ? random.nextInt(20_000) : random.nextInt(50);
            texts.add("echo" + i + "x".repeat(length));
        }
        return texts;
    }

    private static byte[] encode(Codec codec, List<String> texts, boolean badAtTheEnd) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (String text : texts) all.writeBytes(encode(codec, text));
        // half a frame with a line that is too long, or with a length that is
        if (badAtTheEnd) all.writeBytes(encode(Codec.lines(200_000), "\uffff".repeat(40_000)));
        return all.toByteArray();
    }

    private static byte[] encode(Codec codec, String text) {
        Frame frame = Frame.of(text);
        IoBuffer buffer = new IoBuffer(new Slab(1 << 24));
        buffer.reserve(codec.encodedBytes(frame));
        codec.encode(frame, buffer);
        byte[] bytes = new byte[buffer.size()];
        buffer.pin().get(bytes);
        return bytes;
    }

    private static List<String> decode(Codec codec, byte[] stream) {
        IoBuffer buffer = new IoBuffer(new Slab(1 << 26));
        buffer.reserve(Math.max(1, stream.length));
        buffer.space().put(stream);
        buffer.commit(stream.length);
        List<String> texts = new ArrayList<>();
        try {
            for (Frame frame; (frame = next(codec, buffer)) != null; ) texts.add(frame.text());
        } catch (FrameException e) {
            throw new AssertionError(e);
        }
        return texts;
    }

    private static @Nullable Frame next(Codec codec, IoBuffer buffer) throws FrameException {
        return buffer.size() == 0 ? null : codec.decode(buffer);
    }
}
