package io.fairlead.server;

import static io.fairlead.posix.InetConstants.IPPROTO_UDP;
import static io.fairlead.posix.InetConstants.UDP_SEGMENT;
import static io.fairlead.posix.SocketConstants.AF_INET;
import static io.fairlead.posix.SocketConstants.SOCK_DGRAM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.fairlead.posix.Descriptors;
import io.fairlead.posix.Posix;
import io.fairlead.posix.SockaddrIn;
import io.fairlead.posix.SockaddrStorage;
import io.fairlead.posix.SocketCalls;
import io.fairlead.service.Peer;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Datagrams in batches are the datagrams they would be alone: same bytes, same order, none more.
 */
@ParameterizedClass
@MethodSource("models")
@EnabledOnOs(OS.LINUX)
@Timeout(120)
class ServerContractDatagramBatchTest {
    private static final int SEGMENT = 100;
    private static final int LAST = 37;

    @RegisterExtension final Rig rig;
    private final Model model;

    ServerContractDatagramBatchTest(Model model) {
        this.model = model;
        rig = new Rig(new Place(model, Place.Net.TCP4));
    }

    static Stream<Model> models() {
        return Place.batching();
    }

    private ServerBuilder builder() {
        return Server.at("udp://127.0.0.1:0").model(model).observer(rig.recorder);
    }

    /** Sizes of all kinds, which wait in the kernel and then come in full batches. */
    @Test
    void aBurstThatIsLongerThanABatch() throws Exception {
        CountDownLatch goOn = rig.latch();
        Server server =
                rig.keep(
                        builder()
                                .serve((peer, frame) -> {
                                    goOn.await();
                                    peer.send(frame);
                                }));
        Probe probe = rig.keep(Probe.open(server.endpoint()));
        int[] sizes = {0, 64, 64, 64, 63, 0, 0, 1_452, 1_452, 1_500, 1_500, 65_507, 3, 3, 3, 5};
        List<byte[]> sent = new ArrayList<>();
        Random random = new Random(7);
        for (int i = 0; i < 4 * sizes.length; i++) {
            byte[] payload = new byte[sizes[i % sizes.length]];
            random.nextBytes(payload);
            sent.add(payload);
            probe.send(payload);
        }
        goOn.countDown();
        for (int i = 0; i < sent.size(); i++) {
            assertThat(probe.receiveBytes()).as("number %d", i).isEqualTo(sent.get(i));
        }
        assertThat(server.stats().datagramsDropped()).isZero();
    }

    /** A client whose kernel sends many as one (UDP_SEGMENT): each is served and answered alone. */
    @Test
    void aClientThatSendsSegments() throws Exception {
        Queue<Integer> sizes = new ConcurrentLinkedQueue<>();
        Server server =
                rig.keep(
                        builder()
                                .serve((peer, frame) -> {
                                    sizes.add(frame.size());
                                    peer.send(frame);
                                }));
        try (SegmentingClient client = new SegmentingClient(server.port())) {
            assumeThat(client.isSegmenting()).as("this kernel has UDP_SEGMENT").isTrue();
            for (int full : new int[] {63, 10, 1}) {
                client.send(full);
                for (int i = 0; i < full; i++) {
                    assertThat(client.receive()).isEqualTo(filled(SEGMENT, i));
                }
                assertThat(client.receive()).isEqualTo(filled(LAST, full));
                assertThat(sizes).hasSize(full + 1).endsWith(SEGMENT, LAST);
                sizes.clear();
            }
        }
    }

    private static byte[] filled(int size, int value) {
        byte[] bytes = new byte[size];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    /** Sends a run of equal datagrams and a shorter one in one call. */
    private static final class SegmentingClient implements AutoCloseable {
        private final Posix posix = new Posix();
        private final SocketCalls calls = new SocketCalls(posix);
        private final MemorySegment memory = Arena.ofAuto().allocate(64 * 1024);
        private final int fd = calls.socket(AF_INET, SOCK_DGRAM, 0);

        SegmentingClient(int port) {
            SockaddrIn server = new SockaddrIn(SockaddrIn.INADDR_LOOPBACK, port);
            assertThat(calls.connect(fd, new SockaddrStorage(server))).isZero();
        }

        boolean isSegmenting() {
            return calls.setsockopt(fd, IPPROTO_UDP, UDP_SEGMENT, SEGMENT) == 0;
        }

        /** Datagram i is filled with i. */
        void send(int full) {
            for (int i = 0; i <= full; i++) {
                memory.asSlice((long) i * SEGMENT, SEGMENT).fill((byte) i);
            }
            int bytes = full * SEGMENT + LAST;
            assertThat(calls.send(fd, memory.address(), bytes, 0)).isEqualTo(bytes);
        }

        byte[] receive() {
            int size = calls.recv(fd, memory.address(), memory.byteSize(), 0);
            return memory.asSlice(0, size).toArray(ValueLayout.JAVA_BYTE);
        }

        @Override
        public void close() {
            new Descriptors(posix).close(fd);
        }
    }

    /**
     * Two batches need 128 KiB: with less, a datagram at a time has to do, and the server says so.
     */
    @Test
    void lessMemoryThanABatchNeeds() throws Exception {
        Queue<String> reasons = new ConcurrentLinkedQueue<>();
        ServerObserver observer =
                new ServerObserver() {
                    @Override
                    public void onFallback(Model wanted, Model used, String reason) {
                        reasons.add(wanted.word() + " " + used.word() + ": " + reason);
                    }
                };
        for (int bytes : new int[] {131_072, 131_071}) {
            Server server =
                    builder()
                            .limits(Rig.limits(limits -> limits.bufferBytesTotal(bytes)))
                            .observer(observer)
                            .serve(Rig.ECHO);
            try (server;
                    Probe probe = Probe.open(server.endpoint())) {
                byte[] longest = new byte[65_507];
                longest[65_506] = 1;
                assertThat(probe.exchange(longest)).isEqualTo(longest);
                assertThat(probe.exchange("short")).isEqualTo("short");
            }
            assertThat(reasons).hasSize(bytes == 131_072 ? 0 : 1);
        }
        assertThat(reasons.element())
                .startsWith(model.word() + " selector: ")
                .endsWith("need bufferBytesTotal to be at least 131072");
    }

    /** Sends from threads of all kinds while the loop serves: each arrives, and all are counted. */
    @Test
    void manyThreadsSendToOneSource() throws Exception {
        int threads = 4;
        int each = 100;
        Server server =
                rig.keep(
                        builder()
                                .serve((peer, frame) ->
                                        IntStream.range(0, threads)
                                                .forEach(t ->
                                                        Thread.startVirtualThread(
                                                                () -> sendAll(peer, t, each)))));
        Probe probe = rig.keep(Probe.open(server.endpoint()));
        probe.send("all of you");
        List<String> received = new ArrayList<>();
        for (int i = 0; i < threads * each; i++) received.add(probe.receive());
        for (int t = 0; t < threads; t++) {
            String prefix = t + " ";
            assertThat(received.stream().filter(text -> text.startsWith(prefix)))
                    .containsExactlyElementsOf(
                            IntStream.range(0, each).mapToObj(i -> prefix + i).toList());
        }
        assertThat(server.drain(Duration.ofSeconds(10))).isZero();
        assertThat(server.stats().bytesSent())
                .isEqualTo(received.stream().mapToLong(String::length).sum());
    }

    private static void sendAll(Peer peer, int thread, int count) {
        for (int i = 0; i < count; i++) peer.send(thread + " " + i);
    }
}
