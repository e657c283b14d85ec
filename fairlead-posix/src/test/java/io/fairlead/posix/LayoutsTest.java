package io.fairlead.posix;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each struct lies in memory as the C compiler of this machine lays it. */
class LayoutsTest {
    @TempDir private Path folder;

    @Test
    void addresses() throws IOException {
        Layouts layouts = new Layouts();
        layouts.struct("sockaddr_storage", Sockaddr.BYTES_MAX);
        layouts.struct("sockaddr_in", SockaddrIn.BYTES)
                .field("sin_family", 0, Sockaddr.FAMILY_BYTES)
                .field("sin_port", SockaddrIn.PORT, 2)
                .field("sin_addr", SockaddrIn.ADDRESS, 4)
                .field("sin_zero", SockaddrIn.ZERO, 8);
        layouts.struct("sockaddr_in6", SockaddrIn6.BYTES)
                .field("sin6_port", SockaddrIn6.PORT, 2)
                .field("sin6_flowinfo", SockaddrIn6.FLOWINFO, 4)
                .field("sin6_addr", SockaddrIn6.ADDRESS, 16)
                .field("sin6_scope_id", SockaddrIn6.SCOPE_ID, 4);
        layouts.struct("sockaddr_un", SockaddrUn.BYTES)
                .field("sun_path", SockaddrUn.PATH, SockaddrUn.NAME_BYTES_MAX + 1);
        layouts.struct("sockaddr_ll", SockaddrLl.BYTES)
                .field("sll_protocol", SockaddrLl.PROTOCOL, 2)
                .field("sll_ifindex", SockaddrLl.IFINDEX, 4)
                .field("sll_hatype", SockaddrLl.HATYPE, 2)
                .field("sll_pkttype", SockaddrLl.PKTTYPE, 1)
                .field("sll_halen", SockaddrLl.HALEN, 1)
                .field("sll_addr", SockaddrLl.ADDRESS, 8);
        layouts.check("netinet/in.h", "sys/un.h", "netpacket/packet.h");
    }

    @Test
    void epollEvent() throws IOException {
        Layouts layouts = new Layouts();
        layouts.struct("epoll_event", Epoll.EVENT_BYTES)
                .field("events", 0, 4)
                .field("data", Epoll.DATA, 8);
        layouts.check("sys/epoll.h");
    }

    /** What we say of structs, by the C expression that tells. */
    private final class Layouts {
        private final Map<String, Long> ours = new LinkedHashMap<>();
        private String struct = "";

        Layouts struct(String name, long bytes) {
            struct = name;
            ours.put("sizeof(struct %s)".formatted(name), bytes);
            return this;
        }

        Layouts field(String name, long offset, long bytes) {
            ours.put("offsetof(struct %s, %s)".formatted(struct, name), offset);
            ours.put("sizeof(((struct %s *) 0)->%s)".formatted(struct, name), bytes);
            return this;
        }

        void check(String... headers) throws IOException {
            List<String> expressions = new ArrayList<>(ours.keySet());
            assertThat(new CProgram(folder).values(List.of(headers), expressions)).isEqualTo(ours);
        }
    }
}
