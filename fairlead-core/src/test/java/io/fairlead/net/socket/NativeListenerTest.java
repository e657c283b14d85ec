package io.fairlead.net.socket;

import static io.fairlead.posix.InetConstants.IPPROTO_TCP;
import static io.fairlead.posix.InetConstants.TCP_NODELAY;
import static io.fairlead.posix.SocketConstants.SOCK_CLOEXEC;
import static io.fairlead.posix.SocketConstants.SOL_SOCKET;
import static io.fairlead.posix.SocketConstants.SO_KEEPALIVE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fairlead.net.ConnectOptions;
import io.fairlead.net.Endpoint;
import io.fairlead.posix.Descriptors;
import io.fairlead.posix.Posix;
import io.fairlead.posix.SockaddrStorage;
import io.fairlead.posix.SocketCalls;
import java.nio.channels.SocketChannel;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NativeListenerTest {
    @ParameterizedTest
    @ValueSource(strings = {"tcp://127.0.0.1:0", "tcp://*:0"})
    void whatItAcceptsSendsAtOnceAndLooksWhetherThePeerIsThere(String endpoint) throws Exception {
        assumeTrue(Posix.isSupported(), "no native calls here");
        Posix posix = new Posix();
        SocketCalls sockets = new SocketCalls(posix);
        try (NativeListener listener = NativeListener.open(Endpoint.parse(endpoint), 5, false);
                SocketChannel client =
                        Sockets.connect(
                                Endpoint.tcp("127.0.0.1", listener.endpoint().port()),
                                ConnectOptions.DEFAULT)) {
            assertThat(client.isConnected()).isTrue();
            int fd = sockets.accept4(listener.fd(), new SockaddrStorage(), SOCK_CLOEXEC);
            assertThat(fd).isPositive();
            try {
                assertThat(sockets.getsockopt(fd, IPPROTO_TCP, TCP_NODELAY)).isOne();
                assertThat(sockets.getsockopt(fd, SOL_SOCKET, SO_KEEPALIVE)).isOne();
            } finally {
                new Descriptors(posix).close(fd);
            }
        }
    }
}
