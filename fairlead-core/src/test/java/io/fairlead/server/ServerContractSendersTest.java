package io.fairlead.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.frame.Frame;
import io.fairlead.service.CloseReason;
import io.fairlead.service.Peer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Several threads send to one peer while another ends the connection: what {@code send} has taken
 * arrives whole and in each sender's order. A seed decides what is sent, and when the end comes.
 */
@ParameterizedClass
@MethodSource("io.fairlead.server.Place#all")
@Timeout(60)
class ServerContractSendersTest {
    private static final int SENDERS = 3;
    private static final int MESSAGES = 120; // by each at most

    @RegisterExtension final Rig rig;
    @TempDir private Path folder = Path.of("");
    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);
    private final int rounds;

    ServerContractSendersTest(Place place) {
        rig = new Rig(place);
        rounds = place.model().hasProcesses() ? 2 : 4; // which are slow to start
    }

    /** Begins to send when it is told the seed, the moment of the end, and where to report. */
    private static final class Talkative implements Rig.PortableService {
        private static final long serialVersionUID = 1;

        @Override
        public void onFrame(Peer peer, Frame frame) {
            Talk talk = new Talk(peer, frame.text().split(" ", 3));
            peer.attach(talk);
            talk.begin();
        }

        /** Waits for the report: a process may end with its connection. */
        @Override
        public void onClose(Peer peer, CloseReason reason) throws InterruptedException {
            if (!(peer.attachment() instanceof Talk talk)) return;
            talk.over = true;
            talk.ending.join();
        }
    }

    /** The threads that send to one peer, and the one that closes. */
    private static final class Talk {
        final Peer peer;
        final long seed;
        final int endsAfter;
        final Path report;
        final AtomicInteger taken = new AtomicInteger();
        final List<Thread> threads = new ArrayList<>();
        final int[] counts = new int[SENDERS];
        final Thread ending = Thread.ofPlatform().unstarted(this::end);
        volatile boolean over;

        Talk(Peer peer, String[] orders) {
            this.peer = peer;
            seed = Long.parseLong(orders[0]);
            endsAfter = Integer.parseInt(orders[1]);
            report = Path.of(orders[2]);
        }

        void begin() {
            for (int i = 0; i < SENDERS; i++) {
                int number = i;
                threads.add(Thread.ofPlatform().start(() -> sendAll(number)));
            }
            ending.start();
        }

        private void sendAll(int number) {
            Random own = new Random(seed + number);
            for (int i = 0; i < MESSAGES && !over; i++) {
                int size = own.nextInt(own.nextInt(8) == 0 ? 40_000 : 400);
                byte[] message = ByteBuffer.allocate(8 + size).putInt(number).putInt(i).array();
                while (!over) {
                    if (peer.send(message).isQueued()) {
                        counts[number]++;
                        taken.incrementAndGet();
                        break;
                    }
                    LockSupport.parkNanos(10_000); // it is behind, or has ended
                }
            }
        }

        private void end() {
            try {
                while (!over && taken.get() < endsAfter) LockSupport.parkNanos(10_000);
                peer.close();
                for (Thread thread : threads) thread.join();
                Path draft = Path.of(report + ".draft");
                Files.writeString(draft, counts[0] + " " + counts[1] + " " + counts[2]);
                Files.move(draft, report, StandardCopyOption.ATOMIC_MOVE);
            } catch (IOException | InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    private Server serve() throws IOException {
        return rig.serve(new Talkative(), limits -> limits.queuedBytesMax(100_000));
    }

    private Wire talk(Server server, int endsAfter, Path report) throws IOException {
        Wire wire = rig.connect(server);
        wire.sendFrame(random.nextLong() + " " + endsAfter + " " + report);
        return wire;
    }

    /** How many whole messages of each sender come, in its order, until the stream ends. */
    private int[] receiveAll(Wire wire, byte[]... before) throws IOException {
        int[] next = new int[SENDERS];
        for (byte[] message : before) receive(message, next);
        ByteBuffer all = ByteBuffer.wrap(wire.receiveToEnd());
        while (all.hasRemaining()) {
            byte[] message = new byte[all.getInt()]; // half a message is an error here, and below
            all.get(message);
            receive(message, next);
        }
        return next;
    }

    private void receive(byte[] message, int[] next) {
        ByteBuffer parts = ByteBuffer.wrap(message);
        int sender = parts.getInt();
        assertThat(parts.getInt()).as("seed %d, from %d", seed, sender).isEqualTo(next[sender]++);
        while (parts.hasRemaining()) assertThat(parts.get()).isZero();
    }

    private void expectAll(Path report, int[] arrived) throws IOException {
        Eventually.until("the senders have ended", () -> Files.exists(report));
        assertThat(arrived[0] + " " + arrived[1] + " " + arrived[2])
                .as("seed %d", seed)
                .isEqualTo(Files.readString(report, UTF_8));
    }

    @Test
    void allThatIsTakenBeforeACloseArrives() throws Exception {
        Server server = serve();
        for (int round = 0; round < rounds; round++) {
            Path report = folder.resolve("close " + round);
            int[] arrived;
            try (Wire wire = talk(server, random.nextInt(SENDERS * MESSAGES), report)) {
                arrived = receiveAll(wire);
            }
            expectAll(report, arrived);
            assertThat(rig.recorder.awaitClosed().reason()).isEqualTo(CloseReason.SERVICE_CLOSED);
        }
    }

    @Test
    void allThatIsTakenBeforeAShutdownArrives() throws Exception {
        Server server = serve();
        Path report = folder.resolve("shutdown");
        Wire wire = talk(server, Integer.MAX_VALUE, report);
        byte[] first = wire.receiveFrame();
        CompletableFuture<int[]> reading = new CompletableFuture<>();
        Thread.ofPlatform()
                .start(() -> {
                    try {
                        reading.complete(receiveAll(wire, first));
                    } catch (IOException | RuntimeException | Error e) {
                        reading.completeExceptionally(e);
                    }
                });
        server.drain(Duration.ofSeconds(30));
        expectAll(report, reading.join());
        wire.close();
        assertThat(rig.recorder.awaitClosed().reason()).isEqualTo(CloseReason.DRAINED);
    }

    /** Nobody knows what of it arrived; nothing of it stays, which the rig looks for. */
    @Test
    void whatAResetLeavesIsDropped() throws Exception {
        Server server = serve();
        for (int round = 0; round < rounds; round++) {
            Path report = folder.resolve("reset " + round);
            Wire wire = talk(server, Integer.MAX_VALUE, report);
            wire.receive(random.nextInt(20_000));
            wire.reset();
            Eventually.until("the senders have ended", () -> Files.exists(report));
            // A thread that writes may have had the error, and the one that reads an end.
            assertThat(rig.recorder.awaitClosed().reason())
                    .isIn(CloseReason.RESET, CloseReason.PEER_CLOSED);
        }
    }
}
