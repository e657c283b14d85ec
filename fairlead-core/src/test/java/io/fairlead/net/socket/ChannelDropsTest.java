package io.fairlead.net.socket;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.net.Endpoint;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
@EnabledOnOs(OS.LINUX)
class ChannelDropsTest {
    private static void flood(DatagramChannel client, SocketAddress to) throws Exception {
        for (int i = 0; i < 300; i++) client.send(ByteBuffer.allocate(8_000), to);
    }

    @ParameterizedTest
    @ValueSource(strings = {"udp://127.0.0.1:0", "udp://*:0", "udp://[::1]:0"})
    void theLastCountIsKept(String text) throws Exception {
        try (DatagramChannel server = Sockets.openDatagram(Endpoint.parse(text));
                DatagramChannel client = DatagramChannel.open()) {
            ChannelDrops drops = ChannelDrops.of(server);
            assertThat(drops.count()).isZero();
            String host = text.contains("[") ? "::1" : "127.0.0.1";
            int port = Sockets.boundDatagram(Endpoint.parse(text), server).port();
            flood(client, Endpoint.udp(host, port).resolve().getFirst());
            long dropped = drops.count();
            assertThat(dropped).isBetween(1L, 299L);
            drops.close();
            flood(client, Endpoint.udp(host, port).resolve().getFirst());
            assertThat(drops.count()).isEqualTo(dropped);
        }
    }

    @Test
    void eachOfTwoOnOnePortCountsItsOwn() throws Exception {
        Endpoint any = Endpoint.parse("udp://127.0.0.1:0");
        try (DatagramChannel one = Sockets.openDatagram(any, true);
                DatagramChannel two = Sockets.openDatagram(Sockets.boundDatagram(any, one), true);
                ChannelDrops ofOne = ChannelDrops.of(one);
                ChannelDrops ofTwo = ChannelDrops.of(two);
                DatagramChannel client = DatagramChannel.open()) {
            flood(client, one.getLocalAddress());
            assertThat(Math.min(ofOne.count(), ofTwo.count()))
                    .as("one source, one socket")
                    .isZero();
            assertThat(Math.max(ofOne.count(), ofTwo.count())).isPositive();
        }
    }
}
