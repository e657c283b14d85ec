package io.fairlead.client.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.frame.Codec;
import io.fairlead.frame.Frame;
import io.fairlead.server.Place;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** After which calls a connection is not lent again. */
@ParameterizedClass
@MethodSource("io.fairlead.client.pool.PoolCase#places")
@Timeout(120)
class LeasedConnectionTest extends PoolCase {
    LeasedConnectionTest(Place place) {
        super(place);
    }

    private interface Use {
        void of(LeasedConnection connection) throws IOException;
    }

    @Test
    void whoseInputHasEndedIsNotLentAgain() throws Exception {
        List<Use> ends =
                List.of(
                        connection -> connection.read(ByteBuffer.allocate(1)),
                        connection -> connection.readFully(new byte[1]),
                        connection -> connection.readFrame(Codec.lines()),
                        LeasedConnection::readLine);
        for (Use end : ends) {
            assertNotKept(connection -> {
                connection.writeLine("end");
                end.of(connection);
            });
        }
    }

    @Test
    void whoseOutputHasEndedIsNotLentAgain() throws Exception {
        assertNotKept(LeasedConnection::shutdownOutput);
        assertNotKept(connection -> connection.abort("enough"));
    }

    /** Giving back sends what is left, but not for ever. */
    @Test
    void aServerThatReadsNothingDoesNotHoldUpWhoGivesBack() throws Exception {
        try (ServerSocket deaf = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ConnectionPool pool =
                        ConnectionPool.to("tcp://127.0.0.1:" + deaf.getLocalPort())
                                .timeout(Duration.ofMillis(300))
                                .start()) {
            LeasedConnection connection = pool.borrow();
            connection.send(Codec.raw(), Frame.of(new byte[12_000_000]));
            connection.close();
            assertThat(pool.stats().open()).isZero();
        }
    }

    private void assertNotKept(Use use) throws Exception {
        ConnectionPool pool = start(builder());
        askOnce(pool, "good");
        assertThat(pool.stats().idle()).isEqualTo(1);
        try (LeasedConnection connection = pool.borrow()) {
            use.of(connection);
        }
        assertThat(pool.stats().open()).isZero();
    }
}
