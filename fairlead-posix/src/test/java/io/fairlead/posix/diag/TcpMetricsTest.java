package io.fairlead.posix.diag;

import static io.fairlead.posix.Native.ok;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.posix.Errno;
import io.fairlead.posix.Native;
import io.fairlead.posix.OpenDescriptors;
import io.fairlead.posix.SocketConstants;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OpenDescriptors.class)
class TcpMetricsTest {
    private final Native c = new Native();
    private final TcpMetrics metrics = new TcpMetrics();

    @AfterEach
    void close() {
        c.close();
    }

    @Test
    void tellsWhatWentOverAConnection() {
        int listener = c.listener();
        int client = c.connected(listener);
        int server = c.opened(c.sockets.accept4(listener, SocketConstants.SOCK_CLOEXEC));
        c.send(client, "12345");
        assertThat(c.recv(server)).isEqualTo("12345");
        ok(metrics.read(c.sockets, server));
        assertThat(TcpMetrics.stateName(metrics.get(TcpMetrics.Field.STATE)))
                .isEqualTo("ESTABLISHED");
        assertThat(metrics.get(TcpMetrics.Field.BYTES_RECEIVED)).isEqualTo(5);
        assertThat(metrics.get(TcpMetrics.Field.SND_MSS)).isPositive();
        ok(metrics.read(c.sockets, listener));
        assertThat(TcpMetrics.stateName(metrics.get(TcpMetrics.Field.STATE))).isEqualTo("LISTEN");
    }

    @Test
    void whatTheKernelDidNotFillIsMissing() {
        assertThat(metrics.has(TcpMetrics.Field.RTT)).isFalse();
        int datagrams = c.bound(SocketConstants.SOCK_DGRAM);
        assertThat(metrics.read(c.sockets, datagrams)).isEqualTo(-Errno.EOPNOTSUPP);
        assertThat(metrics.get(TcpMetrics.Field.RTT)).isZero();
        assertThat(TcpMetrics.stateName(99)).isEqualTo("state 99");
        assertThat(TcpMetrics.Field.RTT.unit()).isEqualTo("us");
    }
}
