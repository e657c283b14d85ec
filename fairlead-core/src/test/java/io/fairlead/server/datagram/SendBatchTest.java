package io.fairlead.server.datagram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.fairlead.frame.Codec;
import io.fairlead.frame.Frame;
import io.fairlead.frame.Slab;
import io.fairlead.net.DatagramOptions;
import io.fairlead.net.Endpoint;
import io.fairlead.net.socket.NativeDatagrams;
import io.fairlead.posix.Posix;
import io.fairlead.posix.Sockaddr;
import io.fairlead.posix.SockaddrIn;
import io.fairlead.posix.SocketCalls;
import io.fairlead.posix.SocketConstants;
import io.fairlead.server.Recorder;
import io.fairlead.server.Rig;
import io.fairlead.server.report.ServerStats;
import io.fairlead.server.site.Site;
import io.fairlead.service.Limits;
import io.fairlead.service.SendResult;
import io.fairlead.session.Terms;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** What the kernel refuses of a batch is lost and counted; the rest goes. */
@Timeout(120)
@EnabledOnOs(OS.LINUX)
class SendBatchTest {
    /** The kernel refuses to send there (EACCES) unless SO_BROADCAST is set. */
    private static final int BROADCAST = 0xffff_ffff;

    /** SO_NO_CHECK: without checksums, the kernel refuses to cut (EINVAL). */
    private static final int SO_NO_CHECK = 11;

    private final Slab slab = new Slab(1 << 20);
    private final Site site =
            new Site(
                    Endpoint.parse("udp://127.0.0.1:0"),
                    new Terms(Codec.raw(), Rig.ECHO, Limits.DEFAULT, slab, System::nanoTime),
                    null,
                    new Recorder());
    private final SerialExecutor serial =
            new SerialExecutor(Runnable::run, 1 << 20, new SerialExecutor.Budget(1 << 20));
    private NativeDatagrams socket;
    private NativePort port;
    private DatagramChannel client;
    private NativePeer good;
    private NativePeer bad;

    @BeforeEach
    void open() throws Exception {
        socket = NativeDatagrams.open(site.endpoint, DatagramOptions.DEFAULT, false);
        port = new NativePort(site, socket, () -> {});
        port.begin(); // this thread is the loop
        client =
                DatagramChannel.open()
                        .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        int clientPort = ((InetSocketAddress) client.getLocalAddress()).getPort();
        good = peer(SockaddrIn.INADDR_LOOPBACK, clientPort);
        bad = peer(BROADCAST, 9);
    }

    @AfterEach
    void close() throws Exception {
        client.close();
        port.close();
        assertThat(slab.bytesLent()).isZero();
    }

    private NativePeer peer(int address, int peerPort) {
        MemorySegment name = Arena.ofAuto().allocate(Sockaddr.BYTES_MAX);
        SockaddrIn.write(name, 0, address, peerPort);
        DatagramSource source = new DatagramSource();
        source.read(name, 0);
        return new NativePeer(port, source, source.toInet(), serial);
    }

    private int receive() throws Exception {
        ByteBuffer bytes = ByteBuffer.allocate(70_000);
        client.receive(bytes);
        return bytes.position();
    }

    private static void send(NativePeer peer, int... sizes) {
        for (int size : sizes)
            assertThat(peer.send(Frame.of(new byte[size]))).isEqualTo(SendResult.QUEUED);
    }

    @Test
    void goesOnBehindWhatFails() throws Exception {
        send(bad, 10);
        send(good, 1);
        send(bad, 0, 20, 20, 20, 5);
        send(good, 2, 2, 1_452, 1_452, 7, 7, 0);
        send(bad, 30);
        port.flush();
        for (int size : new int[] {1, 2, 2, 1_452, 1_452, 7, 7, 0}) {
            assertThat(receive()).isEqualTo(size);
        }
        assertThat(site.stats())
                .returns(7L, ServerStats::datagramsDropped)
                .returns(1L + 2 + 2 + 1_452 + 1_452 + 7 + 7, ServerStats::bytesSent);
    }

    @Test
    void moreThanABatch() throws Exception {
        for (int i = 0; i < 300; i++) {
            send(good, i % 7);
            if (i % 50 == 0) send(bad, 1);
            if (i % 64 == 63) port.flush();
            if (i % 64 == 63)
                for (int j = i - 63; j <= i; j++) assertThat(receive()).isEqualTo(j % 7);
        }
        port.flush();
        for (int j = 256; j < 300; j++) assertThat(receive()).isEqualTo(j % 7);
        assertThat(site.stats().datagramsDropped()).isEqualTo(6);
    }

    @Test
    void segmentsThatAreRefusedGoOneByOne() throws Exception {
        assumeThat(socket.isSegmenting()).isTrue();
        SocketCalls calls = new SocketCalls(new Posix());
        int result = calls.setsockopt(socket.fd(), SocketConstants.SOL_SOCKET, SO_NO_CHECK, 1);
        assertThat(result).isZero();
        send(good, 100, 100, 100, 30);
        assertThat(good.takesSegments()).isTrue();
        port.flush();
        for (int size : new int[] {100, 100, 100, 30}) assertThat(receive()).isEqualTo(size);
        assertThat(good.takesSegments()).as("tried once").isFalse();
        assertThat(site.stats())
                .returns(0L, ServerStats::datagramsDropped)
                .returns(330L, ServerStats::bytesSent);
    }

    @Test
    void nothingIsTakenAfterTheEnd() throws Exception {
        port.close();
        assertThat(CompletableFuture.supplyAsync(() -> good.send("late")).join())
                .isEqualTo(SendResult.FULL);
        assertThat(site.stats().datagramsDropped()).isOne();
    }
}
