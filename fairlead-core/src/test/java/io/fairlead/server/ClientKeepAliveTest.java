package io.fairlead.server;

import static io.fairlead.posix.InetConstants.IPPROTO_TCP;
import static io.fairlead.posix.InetConstants.TCP_KEEPCNT;
import static io.fairlead.posix.InetConstants.TCP_KEEPIDLE;
import static io.fairlead.posix.InetConstants.TCP_KEEPINTVL;
import static io.fairlead.posix.InetConstants.TCP_USER_TIMEOUT;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.client.Client;
import io.fairlead.posix.Posix;
import io.fairlead.posix.SockaddrStorage;
import io.fairlead.posix.SocketCalls;
import io.fairlead.service.KeepAlive;
import io.fairlead.service.Limits;
import io.fairlead.service.Peer;
import java.net.SocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A connection that is made has the keep-alive times of its limits, as one that is accepted. */
@EnabledOnOs(OS.LINUX)
@Timeout(60)
class ClientKeepAliveTest {
    private static final KeepAlive TIMES =
            new KeepAlive(
                    Duration.ofSeconds(77), Duration.ofSeconds(11), 5, Duration.ofSeconds(99));

    @RegisterExtension final Rig rig = new Rig(new Place(Model.VIRTUAL, Place.Net.TCP4));
    private final SocketCalls sockets = new SocketCalls(new Posix());

    @ParameterizedTest
    @EnumSource(
            names = {
                "THREAD",
                "VIRTUAL",
                "POLLING",
                "SELECTOR",
                "EPOLL",
                "IO_URING",
                "POOLED_VIRTUAL"
            })
    void ofEachModel(Model model) throws Exception {
        Server server = rig.keep(rig.builder(rig.place().freeEndpoint()).serve(Rig.ECHO));
        Limits limits = Rig.limits(all -> all.keepAlive(TIMES));
        Client client = rig.keep(Client.to(server.endpoint()).model(model).limits(limits).start());
        Peer peer = client.connect((_, _) -> {}).get();
        int fd = descriptor(peer.localAddress(), peer.remoteAddress());
        List<Integer> set =
                Stream.of(TCP_KEEPIDLE, TCP_KEEPINTVL, TCP_KEEPCNT)
                        .map(option -> sockets.getsockopt(fd, IPPROTO_TCP, option))
                        .toList();
        assertThat(set).containsExactly(77, 11, 5);
        boolean overNativeCalls =
                List.of(Model.EPOLL, Model.IO_URING, Model.POOLED_VIRTUAL).contains(model.used());
        assertThat(sockets.getsockopt(fd, IPPROTO_TCP, TCP_USER_TIMEOUT))
                .isEqualTo(overNativeCalls ? 99_000 : 0);
    }

    /** The one between the two, found by both of its ends. */
    private int descriptor(SocketAddress local, SocketAddress remote) throws Exception {
        SockaddrStorage address = new SockaddrStorage();
        try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
            return files.map(file -> Integer.parseInt(file.getFileName().toString()))
                    .filter(fd ->
                            sockets.getsockname(fd, address) == 0
                                    && address.toSocketAddress().equals(local)
                                    && sockets.getpeername(fd, address) == 0
                                    && address.toSocketAddress().equals(remote))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
