package io.fairlead.server.site;

import static io.fairlead.posix.InetConstants.IPPROTO_TCP;
import static io.fairlead.posix.InetConstants.TCP_KEEPCNT;
import static io.fairlead.posix.InetConstants.TCP_KEEPIDLE;
import static io.fairlead.posix.InetConstants.TCP_KEEPINTVL;
import static io.fairlead.posix.InetConstants.TCP_USER_TIMEOUT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.fairlead.net.Endpoint;
import io.fairlead.net.socket.Listener;
import io.fairlead.net.socket.NativeListener;
import io.fairlead.posix.Descriptors;
import io.fairlead.posix.Poll;
import io.fairlead.posix.Posix;
import io.fairlead.posix.SocketCalls;
import io.fairlead.server.Wire;
import io.fairlead.service.KeepAlive;
import java.net.SocketOption;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a listener accepts has the times that were asked for. */
class KeepAliveOptionsTest {
    private static final KeepAlive TIMES =
            new KeepAlive(
                    Duration.ofSeconds(77), Duration.ofSeconds(11), 5, Duration.ofSeconds(99));

    @Test
    void ofAChannel() throws Exception {
        try (Listener listener = KeepAliveOptions.set(Listener.open(Endpoint.parse("0")), TIMES);
                Wire _ = Wire.connect(listener.endpoint(), 0);
                SocketChannel accepted = listener.channel().accept()) {
            Map<String, Object> options = new TreeMap<>();
            for (SocketOption<?> option : accepted.supportedOptions()) {
                if (option.name().startsWith("TCP_KEEP")) {
                    options.put(option.name(), accepted.getOption(option));
                }
            }
            assertThat(options)
                    .isEqualTo(
                            Map.of("TCP_KEEPIDLE", 77, "TCP_KEEPINTERVAL", 11, "TCP_KEEPCOUNT", 5));
        }
    }

    @Test
    void ofADescriptor() throws Exception {
        Posix posix = new Posix();
        SocketCalls sockets = new SocketCalls(posix);
        Endpoint any = Endpoint.parse("tcp://127.0.0.1:0");
        try (NativeListener listener =
                        KeepAliveOptions.set(NativeListener.open(any, 5, false), TIMES);
                Wire _ = Wire.connect(listener.endpoint(), 0)) {
            assertThat(new Poll(posix).poll(listener.fd(), 1, 10_000)).isOne();
            int fd = sockets.accept4(listener.fd(), 0);
            try {
                assertThat(sockets.getsockopt(fd, IPPROTO_TCP, TCP_KEEPIDLE)).isEqualTo(77);
                assertThat(sockets.getsockopt(fd, IPPROTO_TCP, TCP_KEEPINTVL)).isEqualTo(11);
                assertThat(sockets.getsockopt(fd, IPPROTO_TCP, TCP_KEEPCNT)).isEqualTo(5);
                assertThat(sockets.getsockopt(fd, IPPROTO_TCP, TCP_USER_TIMEOUT)).isEqualTo(99_000);
            } finally {
                new Descriptors(posix).close(fd);
            }
        }
    }

    @Test
    void aUnixSocketHasNone(@TempDir Path folder) throws Exception {
        Endpoint path = Endpoint.unix(folder.resolve("s"));
        KeepAliveOptions.set(Listener.open(path), TIMES).close();
        KeepAliveOptions.set(NativeListener.open(path, 5, false), TIMES).close();
    }

    @ParameterizedTest
    @CsvSource({
        "0, 1, 1, 0",
        "1, 0, 1, 0",
        "32768, 1, 1, 0",
        "1, 1, 0, 0",
        "1, 1, 128, 0",
        "1, 1, 1, -1"
    })
    void whatTheKernelDoesNotTakeIsRefused(int idle, int interval, int probes, int user) {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        new KeepAlive(
                                Duration.ofSeconds(idle),
                                Duration.ofSeconds(interval),
                                probes,
                                Duration.ofSeconds(user)));
    }
}
