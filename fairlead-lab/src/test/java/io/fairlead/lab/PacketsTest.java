package io.fairlead.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PacketsTest {
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

    /** What other programs send over the same interface takes up the room of the capture. */
    @Test
    void aFloodLeavesGaps() throws Exception {
        try (Packets packets = Packets.begin(Set.of());
                DatagramChannel receiver = DatagramChannel.open();
                DatagramChannel sender = DatagramChannel.open()) {
            assertThat(packets.haveGaps()).isFalse();
            receiver.bind(new InetSocketAddress(LOOPBACK, 0));
            ByteBuffer payload = ByteBuffer.allocate(32 * 1024);
            while (!packets.haveGaps()) {
                sender.send(payload.clear(), receiver.getLocalAddress());
            }
        }
    }
}
