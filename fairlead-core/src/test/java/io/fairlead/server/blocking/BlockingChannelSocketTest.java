package io.fairlead.server.blocking;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.net.socket.Listener;
import io.fairlead.server.Model;
import io.fairlead.server.Place;
import io.fairlead.server.Wire;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(value = 120, unit = TimeUnit.SECONDS)
class BlockingChannelSocketTest {
    @ParameterizedTest
    @EnumSource(names = "TLS", mode = EnumSource.Mode.EXCLUDE)
    void whatHasArrivedIsReadBeforeTheEndOfInput(Place.Net net) throws Exception {
        try (Listener listener =
                        Listener.open(new Place(Model.THREAD, net).freeEndpoint(), 1, false);
                Wire wire = Wire.connect(listener.endpoint(), 0)) {
            SocketChannel accepted = listener.channel().accept();
            try (BlockingSocket socket = new BlockingChannelSocket(accepted)) {
                wire.send("arrived".getBytes(StandardCharsets.US_ASCII));
                ByteBuffer into = ByteBuffer.allocateDirect(16);
                socket.endInput(() -> true); // a read is about to begin
                assertThat(socket.read(into, null)).isEqualTo(7);
                socket.endInput(() -> true);
                assertThat(socket.read(into, null)).isEqualTo(-1);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = "TLS", mode = EnumSource.Mode.EXCLUDE)
    void aTryDoesNotWaitAndTheNextReadDoes(Place.Net net) throws Exception {
        try (Listener listener =
                        Listener.open(new Place(Model.THREAD, net).freeEndpoint(), 1, false);
                Wire wire = Wire.connect(listener.endpoint(), 0)) {
            SocketChannel accepted = listener.channel().accept();
            try (BlockingSocket socket = new BlockingChannelSocket(accepted)) {
                wire.send("a".getBytes(StandardCharsets.US_ASCII));
                assertThat(socket.read(ByteBuffer.allocateDirect(1), null)).isEqualTo(1);
                assertThat(socket.tryRead(ByteBuffer.allocateDirect(1))).isZero();
                assertThat(accepted.isBlocking()).isTrue();
            }
        }
    }
}
