package io.fairlead.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.frame.Frame;
import io.fairlead.service.CloseReason;
import io.fairlead.service.Peer;
import io.fairlead.service.SendResult;
import io.fairlead.service.Service;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** A peer may be used from any thread, at any time. */
@ParameterizedClass
@MethodSource("io.fairlead.server.Place#all")
@Timeout(120)
class ServerContractThreadsTest {
    private static final int RECEIVERS = 50;
    private static final int SENDERS = 4;
    private static final int MESSAGES = 250; // by each sender to each receiver

    private static final int CROSSINGS = 500;

    /** A loop that has not been woken looks at its deadlines after 8 s, and finds it then. */
    private static final int STALL_SECONDS = 7;

    @RegisterExtension final Rig rig;
    private final Place place;
    private final List<Peer> peers = new CopyOnWriteArrayList<>();

    ServerContractThreadsTest(Place place) {
        this.place = place;
        rig = new Rig(place);
    }

    private Service listing() {
        return new Service() {
            @Override
            public void onOpen(Peer peer) {
                peers.add(peer);
            }

            @Override
            public void onFrame(Peer peer, Frame frame) {
                peer.send(frame);
            }
        };
    }

    private Wire connectListed(Server server) throws Exception {
        int before = peers.size();
        Wire wire = rig.connect(server);
        Eventually.until("it is listed", () -> peers.size() > before);
        return wire;
    }

    /** 50 x 1,000 messages; those of one sender stay in order. */
    @Test
    void fanOut() throws Exception {
        Server server = rig.serve(listing(), limits -> limits.poolThreads(RECEIVERS));
        List<Wire> wires = new ArrayList<>();
        for (int i = 0; i < (place.isConcurrent() ? RECEIVERS : 1); i++) {
            wires.add(connectListed(server));
        }
        List<Thread> senders = new ArrayList<>();
        for (int i = 0; i < SENDERS; i++) {
            int sender = i;
            senders.add(Thread.ofPlatform().start(() -> sendToAll(sender)));
        }
        for (Wire wire : wires) receivesAll(wire);
        for (Thread sender : senders) sender.join();
    }

    private void sendToAll(int sender) {
        for (int message = 0; message < MESSAGES; message++) {
            String text = sender + ":" + message;
            for (Peer peer : peers) assertThat(peer.send(text)).isEqualTo(SendResult.QUEUED);
        }
    }

    private static void receivesAll(Wire wire) throws Exception {
        int[] next = new int[SENDERS];
        for (int i = 0; i < SENDERS * MESSAGES; i++) {
            String[] text = wire.receiveText().split(":", 2);
            int sender = Integer.parseInt(text[0]);
            assertThat(text[1]).isEqualTo(String.valueOf(next[sender]++));
        }
    }

    @Test
    void answersAndMessagesOfOthersDoNotMixBytes() throws Exception {
        Server server = rig.serve(listing());
        Wire wire = connectListed(server);
        Thread sender =
                Thread.ofPlatform()
                        .start(() -> {
                            for (int i = 0; i < 500; i++) peers.getFirst().send("push");
                        });
        byte[][] frames = new byte[500][];
        for (int i = 0; i < frames.length; i++) frames[i] = Wire.frame("echo " + i);
        CompletableFuture<Void> sending = wire.sendBeside(Wire.join(frames));
        int echoes = 0;
        for (int i = 0; i < 1_000; i++) {
            String text = wire.receiveText();
            if (!text.equals("push")) assertThat(text).isEqualTo("echo " + echoes++);
        }
        assertThat(echoes).isEqualTo(500);
        sending.join();
        sender.join();
    }

    /** The server's thread, if the peer has one, is blocked in a read by then. */
    @Test
    void closeFromAnotherThread() throws Exception {
        Server server = rig.serve(listing());
        Wire wire = connectListed(server);
        wire.echo("and then it waits");
        peers.getFirst().close();
        wire.expectEnd();
        wire.close();
        assertThat(rig.recorder.awaitClosed().reason()).isEqualTo(CloseReason.SERVICE_CLOSED);
        peers.getFirst().close();
        assertThat(peers.getFirst().send("gone")).isEqualTo(SendResult.CLOSED);
    }

    @Test
    void aLastMessageFromAnotherThreadArrivesBeforeTheEnd() throws Exception {
        Server server = rig.serve(listing());
        for (int i = 0; i < 20; i++) {
            Wire wire = connectListed(server);
            Peer peer = peers.getLast();
            peer.send("good");
            peer.send("bye");
            peer.close();
            assertThat(wire.receiveText()).isEqualTo("good");
            assertThat(wire.receiveText()).isEqualTo("bye");
            wire.expectEnd();
            wire.close();
        }
    }

    /**
     * The server's thread is on its way to its next wait when other threads send: the messages go
     * out now, not with the next answer or deadline. Many times, at all moments of that way.
     */
    @Test
    void messagesThatCrossTheNextWaitAreNotLeftBehind() throws Exception {
        BlockingQueue<Peer> asked = new LinkedBlockingQueue<>();
        Server server = rig.serve((peer, frame) -> asked.add(peer));
        List<CompletableFuture<Void>> asking = new ArrayList<>();
        List<Thread> answering = new ArrayList<>();
        for (int i = 0; i < (place.isConcurrent() ? 4 : 1); i++) {
            Wire wire = rig.connect(server);
            asking.add(
                    CompletableFuture.runAsync(
                            () -> askOften(wire), ServerContractThreadsTest::start));
            answering.add(Thread.ofPlatform().start(() -> answerALittleLater(asked)));
        }
        CompletableFuture.allOf(asking.toArray(CompletableFuture[]::new))
                .get(STALL_SECONDS, TimeUnit.SECONDS);
        for (Thread thread : answering) thread.join();
    }

    private static void start(Runnable task) {
        Thread.ofPlatform().start(task);
    }

    private static void askOften(Wire wire) {
        try (wire) {
            for (int i = 0; i < CROSSINGS; i++) {
                wire.sendFrame("ask");
                assertThat(wire.receiveText()).isEqualTo("answer");
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void answerALittleLater(BlockingQueue<Peer> asked) {
        Random random = new Random(1);
        try {
            for (int i = 0; i < CROSSINGS; i++) {
                Peer peer = asked.take();
                long untilNs = System.nanoTime() + random.nextInt(30_000);
                while (System.nanoTime() < untilNs) Thread.onSpinWait();
                peer.send("answer");
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void onePeersServiceCallsTheOthers() throws Exception {
        if (!place.isConcurrent()) return;
        Server server =
                rig.serve(
                        new Service() {
                            @Override
                            public void onOpen(Peer peer) {
                                peers.add(peer);
                            }

                            @Override
                            public void onFrame(Peer peer, Frame frame) {
                                Frame copy = frame.copy();
                                peers.forEach(each -> each.send(copy));
                                if (copy.text().equals("end")) peers.forEach(Peer::close);
                            }
                        });
        List<Wire> wires = new ArrayList<>();
        for (int i = 0; i < 5; i++) wires.add(connectListed(server));
        wires.getFirst().sendFrame("hello, all");
        wires.getFirst().sendFrame("end");
        for (Wire wire : wires) {
            assertThat(wire.receiveText()).isEqualTo("hello, all");
            assertThat(wire.receiveText()).isEqualTo("end");
            wire.expectEnd();
        }
    }

    /** Tells {@code atClose} how many calls of onWritable are under way when onClose comes. */
    private Service blockingInOnWritable(
            CountDownLatch inOnWritable, CountDownLatch goOn, CompletableFuture<Integer> atClose) {
        AtomicInteger inside = new AtomicInteger();
        return new Service() {
            @Override
            public void onOpen(Peer peer) {
                peers.add(peer);
            }

            @Override
            public void onFrame(Peer peer, Frame frame) {}

            @Override
            public void onWritable(Peer peer) throws InterruptedException {
                inside.incrementAndGet();
                inOnWritable.countDown();
                goOn.await();
                inside.decrementAndGet();
            }

            @Override
            public void onClose(Peer peer, CloseReason reason) {
                atClose.complete(inside.get());
            }
        };
    }

    /** The calls for one peer come one at a time, whichever threads make them. */
    @Test
    void onCloseWaitsForOnWritable() throws Exception {
        CountDownLatch inOnWritable = rig.latch();
        CountDownLatch goOn = rig.latch();
        CompletableFuture<Integer> atClose = new CompletableFuture<>();
        Service service = blockingInOnWritable(inOnWritable, goOn, atClose);
        Server server = rig.serve(service, limits -> limits.queuedBytesMax(64 * 1024));
        Wire wire = connectListed(server);
        fillQueue(peers.getFirst());
        Thread reader = Thread.ofPlatform().start(wire::drop);
        inOnWritable.await();
        wire.reset();
        reader.join();
        Eventually.until("onClose waits", () -> atClose.isDone() || isWaiting());
        goOn.countDown();
        assertThat(atClose.join()).isZero();
    }

    private static void fillQueue(Peer peer) {
        byte[] block = new byte[16 * 1024];
        boolean taken = true;
        while (taken) taken = peer.send(block).isQueued();
    }

    /** Nothing tells that the other thread has come to a wait; ten looks of 1 ms will do. */
    private boolean isWaiting() {
        return looks.incrementAndGet() > 10;
    }

    private final AtomicInteger looks = new AtomicInteger();
}
