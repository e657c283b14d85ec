package io.fairlead.net.socket;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.net.DatagramOptions;
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

    private static ChannelDatagrams open(Endpoint endpoint, boolean sharesPort) throws Exception {
        return ChannelDatagrams.open(endpoint, DatagramOptions.DEFAULT, sharesPort);
    }

    @ParameterizedTest
    @ValueSource(strings = {"udp://127.0.0.1:0", "udp://*:0", "udp://[::1]:0"})
    void theLastCountIsKept(String text) throws Exception {
        try (ChannelDatagrams server = open(Endpoint.parse(text), false);
                DatagramChannel client = DatagramChannel.open()) {
            ChannelDrops drops = ChannelDrops.of(server.localAddress());
            assertThat(drops.count()).isZero();
            String host = text.contains("[") ? "::1" : "127.0.0.1";
            int port = server.endpoint().port();
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
        try (ChannelDatagrams one = open(any, true);
                ChannelDatagrams two = open(one.endpoint(), true);
                ChannelDrops ofOne = ChannelDrops.of(one.localAddress());
                ChannelDrops ofTwo = ChannelDrops.of(two.localAddress());
                DatagramChannel client = DatagramChannel.open()) {
            flood(client, one.channel().getLocalAddress());
            assertThat(Math.min(ofOne.count(), ofTwo.count()))
                    .as("one source, one socket")
                    .isZero();
            assertThat(Math.max(ofOne.count(), ofTwo.count())).isPositive();
        }
    }
}
