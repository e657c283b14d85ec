package io.fairlead.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.frame.Frame;
import io.fairlead.server.report.ConnectionReport;
import io.fairlead.service.CloseReason;
import io.fairlead.service.Peer;
import io.fairlead.service.Service;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** A peer that does not read holds up nobody but itself, costs little, and loses nothing. */
@ParameterizedClass
@MethodSource("io.fairlead.server.Place#all")
@Timeout(120)
class ServerContractFlowTest {
    private static final int KIB = 1024;
    private static final int SMALL_SOCKET_BYTES = 128 * KIB;

    @RegisterExtension final Rig rig;
    private final Place place;

    ServerContractFlowTest(Place place) {
        this.place = place;
        rig = new Rig(place);
    }

    @Test
    void whatASlowReaderSendsIsHeldBack() throws Exception {
        byte[][] frames = new byte[128][];
        for (int i = 0; i < frames.length; i++) frames[i] = Wire.frame(random(i, 64 * KIB - 4));
        // read, and queued twice over; 64 KiB frames in chunks of 64 or 256 KiB
        sendsAllThenReadsAll(64 * KIB, 1024 * KIB, frames);
    }

    /** A frame is served while there is room; then its answer must be taken, however long. */
    @Test
    void framesLongerThanTheQueueAreAnswered() throws Exception {
        byte[] small = Wire.frame(random(1, 40 * KIB));
        byte[] large = Wire.frame(random(2, 400 * KIB));
        byte[][] frames = new byte[40][];
        for (int i = 0; i < frames.length; i++) frames[i] = i % 2 == 0 ? small : large;
        sendsAllThenReadsAll(64 * KIB, 4 * 1024 * KIB, frames);
    }

    private void sendsAllThenReadsAll(int queuedBytesMax, long heldMax, byte[]... frames)
            throws Exception {
        Server server = rig.serve(Rig.ECHO, limits -> limits.queuedBytesMax(queuedBytesMax));
        Wire slow = rig.connect(server, SMALL_SOCKET_BYTES);
        byte[] all = Wire.join(frames);
        CompletableFuture<Void> sending = slow.sendBeside(all);
        if (place.isConcurrent()) {
            Wire other = rig.connect(server);
            for (int i = 0; i < 300; i++) {
                other.echo("not held up");
                assertThat(server.stats().bufferBytes()).isLessThanOrEqualTo(heldMax);
            }
            other.close();
        }
        assertThat(Arrays.mismatch(slow.receive(all.length), all)).isEqualTo(-1);
        assertThat(server.stats().bufferBytes()).isLessThanOrEqualTo(heldMax);
        sending.join();
        slow.shutdownOutput();
        slow.expectEnd();
    }

    @Test
    void whoNeverReadsIsCutAndNobodyElse() throws Exception {
        Duration limit = Duration.ofMillis(150);
        Server server =
                rig.serve(Rig.ECHO, limits -> limits.writeTimeout(limit).queuedBytesMax(64 * KIB));
        Wire deaf = rig.connect(server, SMALL_SOCKET_BYTES);
        CompletableFuture<Void> sending = deaf.sendBeside(eightMebibytes());
        Wire other = rig.connect(server);
        if (place.isConcurrent()) {
            Eventually.until("the deaf one is cut", () -> echoed(other) && oneIsClosed());
        }
        ConnectionReport report = rig.recorder.awaitClosed();
        assertThat(report.reason()).isEqualTo(CloseReason.WRITE_TIMEOUT);
        assertThat(report.duration()).isBetween(limit, Duration.ofSeconds(60));
        deaf.close();
        sending.handle((sent, failure) -> failure).join();
        other.echo("still here");
    }

    private static byte[] eightMebibytes() {
        byte[][] frames = new byte[128][];
        Arrays.fill(frames, Wire.frame(new byte[64 * KIB]));
        return Wire.join(frames);
    }

    private boolean oneIsClosed() {
        return rig.recorder.closedCount.get() == 1;
    }

    private static boolean echoed(Wire wire) {
        try {
            wire.echo("not held up");
            return true;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** The write timeout is one without progress: the time for a long answer is not limited. */
    @Test
    void whoReadsSlowlyButSteadilyIsNotCut() throws Exception {
        if (place.net().isIp()) return; // the kernel holds too much there to see a difference
        byte[] answer = random(3, 6 * 1024 * KIB);
        Duration limit = Duration.ofMillis(700);
        Server server =
                rig.serve((peer, frame) -> peer.send(answer), limits -> limits.writeTimeout(limit));
        Wire wire = rig.connect(server);
        wire.sendFrame("the long one, please");
        try (Pauses pauses = new Pauses()) {
            pauses.within(limit, () -> receiveSlowly(wire, Wire.frame(answer)));
        }
        assertThat(server.stats().open()).isEqualTo(1);
    }

    private static void receiveSlowly(Wire wire, byte[] whole) throws IOException {
        for (int at = 0; at < whole.length; ) {
            byte[] part = wire.receive(Math.min(64 * KIB, whole.length - at));
            assertThat(Arrays.equals(part, 0, part.length, whole, at, at + part.length)).isTrue();
            at += part.length;
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10)); // a slow reader's pace
        }
    }

    @Test
    void aRefusedSendIsMadeGoodByOnWritable() throws Exception {
        AtomicInteger accepted = new AtomicInteger();
        CompletableFuture<Integer> refusedAfter = new CompletableFuture<>();
        byte[] block = random(4, 16 * KIB);
        Server server =
                rig.serve(
                        new Service() {
                            @Override
                            public void onFrame(Peer peer, Frame frame) {
                                Thread.startVirtualThread(() -> flood(peer));
                            }

                            private void flood(Peer peer) {
                                while (peer.send(block).isQueued()) accepted.incrementAndGet();
                                refusedAfter.complete(accepted.get());
                            }

                            @Override
                            public void onWritable(Peer peer) {
                                peer.send("writable again");
                                peer.close();
                            }
                        },
                        limits -> limits.queuedBytesMax(128 * KIB));
        Wire wire = rig.connect(server, SMALL_SOCKET_BYTES);
        wire.sendFrame("flood me");
        int count = refusedAfter.join();
        for (int i = 0; i < count; i++) {
            assertThat(Arrays.equals(wire.receiveFrame(), block)).as("frame %d", i).isTrue();
        }
        assertThat(wire.receiveText()).isEqualTo("writable again");
        wire.expectEnd();
        assertThat(server.stats().failed()).isZero();
    }

    /** Eight peers share memory for few frames. An answer must not be missing in the middle. */
    @Test
    void scarceMemoryLosesNoAnswerSilently() throws Exception {
        if (!place.isConcurrent()) return;
        long total =
                place.net() == Place.Net.TLS
                        ? 1_024 * KIB
                        : 512 * KIB; // long records are held, too
        Server server =
                rig.serve(
                        Rig.ECHO,
                        limits -> limits.bufferBytesTotal(total).queuedBytesMax(32 * KIB));
        byte[][] frames = new byte[20][];
        for (int i = 0; i < 20; i++) frames[i] = Wire.frame(random(i, 20 * KIB));
        byte[] all = Wire.join(frames);
        List<Wire> wires = new ArrayList<>();
        int clients = place.model() == Model.PROCESS ? Effort.of(3, 8) : 8; // a process for each
        for (int i = 0; i < clients; i++) wires.add(rig.connect(server, SMALL_SOCKET_BYTES));
        for (Wire wire : wires) {
            var _ = wire.sendBeside(all);
        }
        // All at a time: who is not read keeps the memory that another waits for.
        List<CompletableFuture<byte[]>> answers =
                wires.stream().map(ServerContractFlowTest::receiveBeside).toList();
        for (CompletableFuture<byte[]> answer : answers) {
            byte[] got = answer.join();
            int same = Arrays.mismatch(got, all);
            assertThat(same).as("what comes is right, to its end").isIn(-1, got.length);
        }
        rig.connect(server).echo("there is memory again");
    }

    /** Closes when it has all: an open connection of a blocking model keeps room for a read. */
    private static byte[] receiveAndClose(Wire wire) {
        byte[] got = wire.receiveAtMost(20 * (20 * KIB + 4));
        try {
            wire.close();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return got;
    }

    private static CompletableFuture<byte[]> receiveBeside(Wire wire) {
        return CompletableFuture.supplyAsync(
                () -> receiveAndClose(wire),
                task -> Thread.ofPlatform().name("test reader").start(task));
    }

    /**
     * Of 120 KiB four connections have a reserve of 32 for what is short. The others are 64 for the
     * first, 16 for the second, and 4 for the third, who wants more.
     */
    @Test
    void halfAFrameWaitsForMemoryAndNobodyElse() throws Exception {
        if (!place.isConcurrent() || place.model() == Model.PROCESS) return; // nobody shares any
        if (place.net() == Place.Net.TLS) return; // holds other sums: see TlsServerTest
        Server server =
                rig.serve(Rig.ECHO, limits -> limits.bufferBytesTotal(120 * KIB).connectionsMax(4));
        Wire first = sendsHalf(server, 50_000, 64);
        sendsHalf(server, 12_000, 80);
        Wire third = sendsHalf(server, 12_000, 84);
        Wire last = rig.connect(server);
        last.sendFrame("at once");
        assertThat(last.receiveText()).isEqualTo("at once");
        first.close();
        third.send(new byte[3_000]);
        assertThat(third.receiveFrame()).hasSize(15_000);
    }

    private Wire sendsHalf(Server server, int bytes, long heldKib) throws IOException {
        Wire wire = rig.connect(server);
        wire.send(Wire.frame(new byte[bytes + 3_000]), 0, bytes + 4);
        Eventually.until(
                () -> "it holds memory: " + server.stats(),
                () -> server.stats().bufferBytes() == heldKib * KIB);
        return wire;
    }

    /** A peer that takes everything at once must not keep a loop for itself. */
    @Test
    void anEndlessStreamLeavesTimeForOthers() throws Exception {
        if (!place.isConcurrent()) return;
        byte[] block = random(6, 16 * KIB);
        Server server =
                rig.serve(
                        new Service() {
                            @Override
                            public void onFrame(Peer peer, Frame frame) {
                                if (frame.text().equals("stream")) pour(peer);
                                else peer.send(frame);
                            }

                            private void pour(Peer peer) {
                                boolean taken = true;
                                while (taken) taken = peer.send(block).isQueued();
                            }

                            @Override
                            public void onWritable(Peer peer) {
                                pour(peer);
                            }
                        },
                        limits -> limits.queuedBytesMax(64 * KIB));
        Wire greedy = rig.connect(server);
        greedy.sendFrame("stream");
        Thread reader = Thread.ofPlatform().start(greedy::drop);
        Wire other = rig.connect(server);
        for (int i = 0; i < 20; i++) other.echo("me too");
        greedy.close();
        reader.join();
    }

    private static byte[] random(int seed, int size) {
        byte[] bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }
}
