package io.fairlead.services.relay;

import static io.fairlead.services.relay.Ends.endpoint;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.net.Endpoint;
import io.fairlead.server.Model;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Several targets share the connections, and those that cannot be had are passed over. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RelayTargetsTest {
    private final Ends ends = new Ends();

    @AfterEach
    void close() throws Exception {
        ends.close();
    }

    private static RelayBuilder builder(ServerSocketChannel... targets) throws Exception {
        RelayBuilder builder = Relay.at("tcp://127.0.0.1:0").model(Model.SELECTOR);
        for (ServerSocketChannel target : targets) {
            var _ = builder.to(endpoint(target));
        }
        return builder;
    }

    /** Connects so many times; returns the targets that took them, in order. */
    private List<Endpoint> joined(Relay relay, int connections) throws Exception {
        List<Endpoint> taken = new ArrayList<>();
        for (int i = 0; i < connections; i++) {
            SocketChannel _ = ends.connect(relay);
            taken.add(ends.recorded.joined.take().target());
        }
        return taken;
    }

    @Test
    void oneTargetAfterTheOtherTakesAConnection() throws Exception {
        ServerSocketChannel one = ends.listenTcp();
        ServerSocketChannel two = ends.listenTcp();
        assertThat(joined(ends.start(builder(one, two)), 4))
                .containsExactly(endpoint(one), endpoint(two), endpoint(one), endpoint(two));
    }

    @Test
    void theTargetWithTheFewestConnectionsIsNext() throws Exception {
        ServerSocketChannel one = ends.listenTcp();
        ServerSocketChannel two = ends.listenTcp();
        Relay relay = ends.start(builder(one, two).balance(Balance.LEAST_CONNECTIONS));
        assertThat(joined(relay, 1)).containsExactly(endpoint(one));
        SocketChannel second = ends.connect(relay);
        assertThat(ends.recorded.joined.take().target()).isEqualTo(endpoint(two));
        assertThat(joined(relay, 1)).containsExactly(endpoint(one));
        second.shutdownOutput();
        ends.accept(two).close();
        RelayReport _ = ends.recorded.awaitEnd();
        assertThat(joined(relay, 2)).containsExactly(endpoint(two), endpoint(two));
    }

    @Test
    void aTargetThatFailedIsLeftAloneForAWhile() throws Exception {
        ServerSocketChannel gone = ends.listenTcp();
        ServerSocketChannel there = ends.listenTcp();
        Endpoint up = endpoint(there);
        Relay relay = ends.start(builder(gone, there).retryAfter(Duration.ofHours(1)));
        gone.close();
        assertThat(joined(relay, 5)).containsExactly(up, up, up, up, up);
        assertThat(ends.recorded.failures).hasSize(1);
    }

    @Test
    void aTargetThatIsBackIsTakenAgain() throws Exception {
        ServerSocketChannel gone = ends.listenTcp();
        InetSocketAddress place = (InetSocketAddress) gone.getLocalAddress();
        ServerSocketChannel there = ends.listenTcp();
        Relay relay = ends.start(builder(gone, there).retryAfter(Duration.ZERO));
        gone.close();
        assertThat(joined(relay, 2)).containsExactly(endpoint(there), endpoint(there));
        ServerSocketChannel back = ends.keep(ServerSocketChannel.open().bind(place));
        assertThat(joined(relay, 2)).contains(endpoint(back));
    }
}
