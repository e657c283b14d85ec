package io.fairlead.posix.packet;

import io.fairlead.posix.Layouts;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each struct lies in memory as the C compiler of this machine lays it. */
class PacketLayoutsTest {
    @TempDir private Path folder;

    @Test
    void packetSockets() throws IOException {
        Layouts layouts = new Layouts(folder);
        layouts.struct("tpacket_stats", PacketStatistics.BYTES)
                .field("tp_packets", 0, 4)
                .field("tp_drops", PacketStatistics.DROPS, 4);
        layouts.struct("sock_filter", SockFprog.INSTRUCTION_BYTES)
                .field("code", 0, 2)
                .field("jt", SockFprog.JT, 1)
                .field("jf", SockFprog.JF, 1)
                .field("k", SockFprog.K, 4);
        layouts.struct("sock_fprog", SockFprog.BYTES)
                .field("len", 0, 2)
                .field("filter", SockFprog.FILTER, 8);
        layouts.check("linux/if_packet.h", "linux/filter.h");
    }
}
