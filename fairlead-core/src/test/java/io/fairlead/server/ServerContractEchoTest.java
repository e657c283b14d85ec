package io.fairlead.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.frame.Codec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Every byte comes back, in order, however the stream is cut. */
@ParameterizedClass
@MethodSource("io.fairlead.server.Place#all")
@Timeout(120)
class ServerContractEchoTest {
    private static final int MIB = 1024 * 1024;

    @RegisterExtension final Rig rig;
    private final Place place;

    ServerContractEchoTest(Place place) {
        this.place = place;
        rig = new Rig(place);
    }

    @Test
    void smallFrames() throws Exception {
        Wire wire = rig.connect(rig.serve(Rig.ECHO));
        for (int size : new int[] {0, 1, 64}) wire.echo("x".repeat(size));
    }

    @Test
    void connectionsInTurn() throws Exception {
        Server server = rig.serve(Rig.ECHO);
        int count = place.model() == Model.PROCESS ? 3 : 20; // which has a process for each
        for (int i = 0; i < count; i++) {
            try (Wire wire = rig.connect(server)) {
                wire.echo("hello " + i);
            }
        }
        Eventually.until("all counted", () -> server.stats().opened() == count);
    }

    /** A thread that waits for input needs somewhere to put it; a loop does not. */
    @Test
    void whoIsIdleHoldsNoMemoryOfALoop() throws Exception {
        if (place.model().runsHandlers()) return;
        Server server = rig.serve(Rig.ECHO);
        Wire wire = rig.connect(server);
        for (int size : new int[] {10, 100_000}) {
            wire.echo("x".repeat(size));
            Eventually.until("all is given back", () -> server.stats().bufferBytes() == 0);
        }
        assertThat(server.stats().open()).isEqualTo(1);
    }

    @Test
    void aFrameOfAMebibyte() throws Exception {
        echoes(rig.serve(Rig.ECHO), Wire.frame(random(MIB)));
    }

    @Test
    void manyFramesInOneWrite() throws Exception {
        Wire wire = rig.connect(rig.serve(Rig.ECHO));
        List<byte[]> frames = new ArrayList<>();
        for (int i = 0; i < 500; i++) frames.add(Wire.frame("frame %58d".formatted(i)));
        wire.send(Wire.join(frames.toArray(byte[][]::new)));
        for (byte[] frame : frames) assertThat(wire.receive(frame.length)).isEqualTo(frame);
    }

    @Test
    void pipelinedFramesOfAllSizes() throws Exception {
        List<byte[]> frames = new ArrayList<>();
        for (int i = 0; i < 300; i++) frames.add(Wire.frame(random(i * i % 20_000)));
        echoes(rig.serve(Rig.ECHO), frames.toArray(byte[][]::new));
    }

    /** What one frame is answered with fits, even if it is longer than the queue may get. */
    @Test
    void pipelinedFramesThatAreLongerThanTheQueue() throws Exception {
        Server server = rig.serve(Rig.ECHO, limits -> limits.queuedBytesMax(64 * 1024));
        byte[] large = Wire.frame(random(MIB / 2));
        byte[] small = Wire.frame(random(60_000));
        echoes(server, small, large, large, small, large, small, small, large);
    }

    @Test
    void oneByteAtATime() throws Exception {
        Wire wire = rig.connect(rig.serve(Rig.ECHO));
        for (int i = 0; i < 3; i++) {
            byte[] frame = Wire.frame("slowly " + i);
            for (int at = 0; at < frame.length; at++) wire.send(frame, at, at + 1);
            assertThat(wire.receive(frame.length)).isEqualTo(frame);
        }
    }

    @Test
    void linesOfAnyLength() throws Exception {
        Server server = rig.keep(rig.builder().codec(Codec.lines()).serve(Rig.ECHO));
        Wire wire = rig.connect(server);
        String text = "one\n\n" + "x".repeat(10_000) + "\nlast\n";
        wire.send(text);
        assertThat(new String(wire.receive(text.length()), UTF_8)).isEqualTo(text);
    }

    @Test
    void bytesAsTheyCome() throws Exception {
        Server server = rig.keep(rig.builder().codec(Codec.raw()).serve(Rig.ECHO));
        echoes(server, random(3 * MIB));
    }

    private void echoes(Server server, byte[]... parts) throws IOException {
        Wire wire = rig.connect(server);
        byte[] all = Wire.join(parts);
        CompletableFuture<Void> sending = wire.sendBeside(all);
        assertThat(Arrays.mismatch(wire.receive(all.length), all)).isEqualTo(-1);
        sending.join();
        wire.shutdownOutput();
        wire.expectEnd();
    }

    private static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }
}
