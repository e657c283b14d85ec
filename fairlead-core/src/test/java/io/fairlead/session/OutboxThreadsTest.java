package io.fairlead.session;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.frame.Codec;
import io.fairlead.frame.Frame;
import io.fairlead.frame.Slab;
import io.fairlead.server.Eventually;
import io.fairlead.service.Limits;
import io.fairlead.service.Peer;
import io.fairlead.service.Service;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many threads offer, two send and one ends it; a seed says how much, how long and when. */
@Timeout(60)
class OutboxThreadsTest {
    private static final int ROUNDS = 12;
    private static final int OFFERING = 3;
    private static final int MESSAGES = 200; // of each thread that offers

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);
    private Slab slab = new Slab(1);
    private Outbox outbox = new Outbox(terms((peer, frame) -> {}));
    private final int[] taken = new int[OFFERING];
    private final AtomicInteger takenInAll = new AtomicInteger();
    private ByteArrayOutputStream arrived = new ByteArrayOutputStream();
    private volatile boolean freed;
    private volatile @Nullable Throwable failure;

    @BeforeEach
    void begin() {
        slab = new Slab(1 << 20);
        outbox = new Outbox(terms((peer, frame) -> {}));
        takenInAll.set(0);
        arrived = new ByteArrayOutputStream();
        freed = false;
    }

    private Terms terms(Service service) {
        Limits limits = Limits.builder().queuedBytesMax(20_000).build();
        return new Terms(Codec.lines(), service, limits, slab, System::nanoTime);
    }

    @Test
    void allThatIsTakenGoesOutWholeAndInOrder() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            begin();
            cross(outbox::close);
            assertThat(arrived()).as("seed %d, round %d", seed, round).containsExactly(taken);
            assertThat(slab.bytesLent()).as("seed %d, round %d", seed, round).isZero();
        }
    }

    /** What is dropped is dropped from some byte on, and its memory is back whoever had it. */
    @Test
    void allMemoryOfWhatIsDroppedIsBack() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            begin();
            cross(() -> {
                outbox.free();
                freed = true;
            });
            int[] whole = arrived();
            for (int i = 0; i < OFFERING; i++) assertThat(whole[i]).isLessThanOrEqualTo(taken[i]);
            assertThat(slab.bytesLent()).as("seed %d, round %d", seed, round).isZero();
        }
    }

    private void cross(Runnable end) throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < OFFERING; i++) {
            int number = i;
            Random own = new Random(random.nextLong());
            threads.add(start(() -> offerAll(number, own)));
        }
        for (int i = 0; i < 2; i++) {
            Random own = new Random(random.nextLong());
            threads.add(start(() -> sendAll(own)));
        }
        int before = random.nextInt(OFFERING * MESSAGES);
        Eventually.until("so much is taken", () -> takenInAll.get() >= before || failure != null);
        end.run();
        for (Thread thread : threads) thread.join();
        assertThat(failure).as("seed %d", seed).isNull();
    }

    private Thread start(Task task) {
        return Thread.ofPlatform()
                .daemon()
                .start(() -> {
                    try {
                        task.run();
                    } catch (CodecFailure | RuntimeException | Error e) {
                        failure = e;
                    }
                });
    }

    private interface Task {
        void run() throws CodecFailure;
    }

    private void offerAll(int number, Random own) throws CodecFailure {
        int count = 0;
        try {
            while (count < MESSAGES) {
                int size = own.nextInt(own.nextInt(8) == 0 ? 30_000 : 300);
                Frame frame = Frame.of(number + ":" + count + ":" + "x".repeat(size));
                Offer offer = Offers.offer(outbox, frame, false);
                while (failure == null && (offer == Offer.FULL || offer == Offer.NO_MEMORY)) {
                    LockSupport.parkNanos(1_000);
                    offer = Offers.offer(outbox, frame, false);
                }
                if (offer == Offer.CLOSED) break;
                count++;
                takenInAll.incrementAndGet();
            }
        } finally {
            taken[number] = count;
        }
    }

    private void sendAll(Random own) {
        while (!outbox.isFlushed() && !freed && failure == null) {
            ByteBuffer bytes = outbox.begin();
            if (bytes == null) {
                LockSupport.parkNanos(1_000);
                continue;
            }
            byte[] some = new byte[own.nextInt(bytes.remaining() + 1)];
            bytes.get(some);
            arrived.writeBytes(some);
            outbox.end(some.length);
        }
    }

    /** Whole messages of each thread; those of one are in its order. */
    private int[] arrived() {
        int[] counts = new int[OFFERING];
        String text = arrived.toString(UTF_8);
        for (String line : text.substring(0, text.lastIndexOf('\n') + 1).lines().toList()) {
            String[] parts = line.split(":", 3);
            int number = Integer.parseInt(parts[0]);
            assertThat(parts[1]).as("seed %d", seed).isEqualTo("" + counts[number]++);
            assertThat(parts[2]).as("seed %d", seed).matches("x*");
        }
        return counts;
    }

    /** The server shuts down in the moment in which another thread sends. */
    @Test
    void aDrainDropsNothingThatWasTaken() throws Exception {
        for (int round = 0; round < 300; round++) {
            CompletableFuture<Peer> opened = new CompletableFuture<>();
            Session session = new Session(terms(telling(opened)), new NoCarrier());
            session.open();
            Peer peer = opened.join();
            CompletableFuture<Integer> sent = new CompletableFuture<>();
            start(() -> sent.complete(sendAll(peer, session)));
            Eventually.until("something is sent", () -> session.nextToSend() == Next.SEND);
            session.drain();
            while (!session.isAborted()) {
                ByteBuffer bytes = session.beginSend();
                if (bytes != null) session.endSend(bytes.remaining());
                session.receivedNothing();
            }
            assertThat(session.bytesSent()).as("round %d", round).isEqualTo(10L * sent.join());
            session.end();
        }
    }

    /** Sends until the session has ended; returns how much was taken. */
    private static int sendAll(Peer peer, Session session) {
        int count = 0;
        while (!session.isAborted()) {
            if (peer.send("9 letters").isQueued()) count++;
        }
        return count;
    }

    private static Service telling(CompletableFuture<Peer> opened) {
        return new Service() {
            @Override
            public void onOpen(Peer peer) {
                opened.complete(peer);
            }

            @Override
            public void onFrame(Peer peer, Frame frame) {}
        };
    }
}
