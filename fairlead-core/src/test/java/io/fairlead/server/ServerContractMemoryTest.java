package io.fairlead.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.frame.Frame;
import io.fairlead.service.Peer;
import io.fairlead.service.Service;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Who takes all the memory holds up others only as long as he has it. */
@ParameterizedClass
@MethodSource("io.fairlead.server.Place#concurrent")
@Timeout(120)
class ServerContractMemoryTest {
    private static final int KIB = 1024;
    private static final int SMALL_SOCKET_BYTES = 4 * KIB;
    private static final int HOARDERS = 8;

    @RegisterExtension final Rig rig;

    ServerContractMemoryTest(Place place) {
        rig = new Rig(place);
    }

    /** Sends without end, as fast as the peer reads, from a thread of its own at first. */
    private static final class Endless implements Service {
        private final byte[] block = new byte[4 * KIB];

        @Override
        public void onOpen(Peer peer) {
            Thread.startVirtualThread(() -> onWritable(peer));
        }

        @Override
        public void onWritable(Peer peer) {
            boolean taken = true;
            while (taken) taken = peer.send(block).isQueued();
        }

        @Override
        public void onFrame(Peer peer, Frame frame) {
            // nothing that is said matters
        }
    }

    @Test
    void whoFoundNoMemoryIsServedWhenThereIsSome() throws Exception {
        Server server =
                rig.serve(
                        new Endless(),
                        limits -> limits.bufferBytesTotal(256 * KIB).queuedBytesMax(128 * KIB));
        List<Wire> hoarders = new ArrayList<>();
        for (int i = 0; i < HOARDERS; i++) {
            hoarders.add(rig.connect(server, SMALL_SOCKET_BYTES));
        }
        Eventually.until("all are there", () -> server.stats().open() == HOARDERS);
        Eventually.until("memory is short", () -> server.stats().bufferBytes() >= 96 * KIB);
        Wire honest = rig.connect(server);
        Eventually.until("one more is there", () -> server.stats().open() == HOARDERS + 1);
        for (Wire hoarder : hoarders) hoarder.reset();
        assertThat(honest.receive(64 * KIB)).as("without a word from the reader").isNotEmpty();
        honest.reset();
    }

    /** Half frames fill what they may; what is left is enough to read a line and to answer it. */
    @Test
    void whoSendsLittleIsServedWhileHalfFramesHoldTheMemory() throws Exception {
        if (rig.place().model().hasProcesses()) return; // whose workers have memory of their own
        Server server =
                rig.serve(
                        Rig.ECHO,
                        limits ->
                                limits.bufferBytesTotal(512 * KIB)
                                        .connectionsMax(64)
                                        .poolThreads(64)
                                        .queuedBytesMax(128 * KIB));
        Wire old = rig.connect(server);
        old.echo("before");
        byte[] half = Arrays.copyOf(Wire.frame(new byte[60 * KIB]), 50 * KIB);
        for (int i = 0; i < 2 * HOARDERS; i++) {
            CompletableFuture<Void> _ = rig.connect(server).sendBeside(half);
        }
        Eventually.until("memory is short", () -> server.stats().bufferBytes() >= 192 * KIB);
        old.echo("still there");
        Wire honest = rig.connect(server);
        honest.echo("hello");
        honest.echo("x".repeat(1000));
        assertThat(rig.recorder.memoryShort).hasPositiveValue();
    }
}
