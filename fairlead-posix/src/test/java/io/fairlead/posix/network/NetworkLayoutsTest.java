package io.fairlead.posix.network;

import io.fairlead.posix.Layouts;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each struct lies in memory as the C compiler of this machine lays it. */
class NetworkLayoutsTest {
    @TempDir private Path folder;

    @Test
    void interfaces() throws IOException {
        Layouts layouts = new Layouts(folder);
        layouts.struct("ifreq", Ifreq.BYTES)
                .field("ifr_name", 0, Ifreq.NAME_BYTES)
                .field("ifr_flags", Ifreq.FLAGS, 2);
        layouts.check("net/if.h");
    }

    @Test
    void routes() throws IOException {
        Layouts layouts = new Layouts(folder);
        layouts.struct("rtmsg", Rtmsg.BYTES)
                .field("rtm_family", 0, 1)
                .field("rtm_dst_len", Rtmsg.DST_LEN, 1)
                .field("rtm_table", Rtmsg.TABLE, 1)
                .field("rtm_protocol", Rtmsg.PROTOCOL, 1)
                .field("rtm_type", Rtmsg.TYPE, 1);
        layouts.check("linux/rtnetlink.h");
    }
}
