package io.fairlead.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.posix.SockaddrIn6;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
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
}
