package io.fairlead.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.client.Client;
import io.fairlead.frame.Frame;
import io.fairlead.net.Endpoint;
import io.fairlead.server.site.Dial;
import io.fairlead.service.Loops;
import io.fairlead.service.Peer;
import io.fairlead.service.Service;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Who asks for many connections at once does not keep an event loop from serving. A Unix-domain
 * connection is open as soon as it is begun, so those that are open tell how many were begun.
 */
@ParameterizedClass
@MethodSource("io.fairlead.server.SharedLoopsTest#models")
@Timeout(120)
class ManyConnectsTest {
    private static final int COUNT = 500;

    /** Some by the service that asks, and some by the loop. */
    private static final int BETWEEN_MAX = 2 * Dial.BEGUN_IN_TURN_MAX;

    @RegisterExtension final Rig rig;
    private final Model model;
    private final AtomicInteger opened = new AtomicInteger();
    private final List<Integer> seen = new ArrayList<>(); // by the other peer, in the loop's thread
    private final CompletableFuture<List<Integer>> all = new CompletableFuture<>();
    private Loops loops;
    private Client client;
    private Peer other;

    ManyConnectsTest(Model model) {
        this.model = model;
        rig = new Rig(new Place(model, Place.Net.TCP4));
    }

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        Endpoint endpoint = Endpoint.unix(folder.resolve("target"));
        Server target = rig.keep(rig.builder(endpoint).model(Model.VIRTUAL).serve(Rig.ECHO));
        loops = model.startLoops(1);
        client =
                rig.keep(
                        Client.to(target.endpoint())
                                .codec(Rig.CODEC)
                                .on(loops)
                                .observer(rig.recorder)
                                .start());
        other = client.connect((_, _) -> {}).get();
    }

    @AfterEach
    void close() {
        loops.close(); // waits for nobody: the rig ends who is on it
    }

    private void connectMany() {
        Service counting =
                new Service() {
                    @Override
                    public void onOpen(Peer peer) {
                        opened.incrementAndGet();
                    }

                    @Override
                    public void onFrame(Peer peer, Frame frame) {
                        // nobody sends one
                    }
                };
        for (int i = 0; i < COUNT; i++) {
            CompletableFuture<Peer> _ = client.connect(counting);
        }
    }

    /** Once a turn: what another peer has to do. */
    private void look() {
        seen.add(opened.get());
        if (opened.get() < COUNT) {
            other.execute(this::look);
        } else {
            all.complete(seen);
        }
    }

    private void assertSpread() throws Exception {
        List<Integer> counts = all.get();
        int before = 0;
        for (int count : counts) {
            assertThat(count - before)
                    .as("begun in one turn: %s", counts)
                    .isLessThan(BETWEEN_MAX + 1);
            before = count;
        }
        assertThat(client.stats().open()).isEqualTo(COUNT + 1);
    }

    @Test
    void askedForInOneTurn() throws Exception {
        other.execute(() -> {
            other.execute(this::look);
            connectMany();
        });
        assertSpread();
    }

    @Test
    void askedForByAnotherThread() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        other.execute(() -> {
            other.execute(this::look);
            awaitUninterrupted(asked);
        });
        connectMany();
        asked.countDown();
        assertSpread();
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** What waits for its turn is refused at the end, and nobody waits for ever. */
    @Test
    void thoseThatWaitAreToldOfTheEnd() throws Exception {
        List<CompletableFuture<Peer>> asked = new ArrayList<>();
        CompletableFuture<Void> done = new CompletableFuture<>();
        other.execute(() -> {
            for (int i = 0; i < COUNT; i++) asked.add(client.connect((_, _) -> {}));
            client.close();
            done.complete(null);
        });
        done.get();
        for (CompletableFuture<Peer> one : asked) {
            CompletableFuture<Boolean> told = one.handle((_, _) -> true);
            assertThat(told.get()).isTrue();
        }
    }
}
