package io.fairlead.server.datagram;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.posix.SockaddrIn6;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DatagramSourceTest {
    private static final int SOURCES = 2_000;

    /** Addresses and ports of one network that a sum of products would put into one bin. */
    @Test
    void nobodyCanChooseSourcesThatFallTogether() {
        Set<Integer> hashes = new HashSet<>();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = arena.allocate(SockaddrIn6.BYTES);
            for (int i = 0; i < SOURCES; i++) {
                SockaddrIn6.write(name, 0, 0x20010db8L << 32, i, 65_535 - 31 * i);
                DatagramSource source = new DatagramSource();
                source.read(name, 0);
                hashes.add(source.hashCode());
                assertThat(source.copy()).isEqualTo(source).hasSameHashCodeAs(source);
            }
        }
        assertThat(hashes).hasSizeGreaterThan(SOURCES - 10);
    }

    /** An Inet6Address's hash is the sum of its four words: who has a /64 chooses two of them. */
    @Test
    void thoseOfAChannelDoNotFallTogetherEither() throws Exception {
        Set<Integer> open = new HashSet<>();
        Set<Integer> hashes = new HashSet<>();
        ByteBuffer address = ByteBuffer.allocate(16).putInt(0, 0x20010db8);
        for (int i = 0; i < SOURCES; i++) {
            for (int place = 0, left = i; place < 4; place++, left /= 100) {
                address.put(8 + place, (byte) (left % 100));
                address.put(12 + place, (byte) (100 - left % 100));
            }
            InetAddress host = InetAddress.getByAddress(address.array());
            InetSocketAddress from = new InetSocketAddress(host, 7007);
            DatagramSource source = new DatagramSource();
            source.read(from);
            open.add(from.hashCode());
            hashes.add(source.hashCode());
            assertThat(source.toInet()).isEqualTo(from);
        }
        assertThat(open).hasSize(1);
        assertThat(hashes).hasSizeGreaterThan(SOURCES - 10);
    }
}
