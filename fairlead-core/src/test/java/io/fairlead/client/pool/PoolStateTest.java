package io.fairlead.client.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.client.Client;
import io.fairlead.server.Place;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Who gets which connection, and which are kept. */
@ParameterizedClass
@MethodSource("io.fairlead.client.pool.PoolCase#places")
@Timeout(120)
class PoolStateTest extends PoolCase {
    PoolStateTest(Place place) {
        super(place);
    }

    @Test
    void theMinimumIsKeptThoughItIsIdle() throws Exception {
        PoolBuilder terms = builder().connectionsMin(1).idleTimeout(Duration.ofNanos(1));
        PoolState state = new PoolState(terms);
        state.place();
        state.place();
        PooledConnection[] idle = {opened(terms), opened(terms)};
        for (PooledConnection each : idle) state.handOn(each);
        assertThat(state.takeExpired()).containsExactly(idle[0].connection);
        assertThat(state.stats()).isEqualTo(new PoolStats(1, 1, 0, 0));
        for (PooledConnection each : idle) each.connection.close();
    }

    private static PooledConnection opened(PoolBuilder terms) throws Exception {
        return PooledConnection.opened(Client.connect(terms.endpoint, terms.options), terms, SOON);
    }

    @Test
    void noMoreAreKeptThanThereMayBe() throws Exception {
        PoolState state = new PoolState(builder().connectionsMin(5).connectionsMax(2));
        assertThat(state.takePlaceToFill()).isTrue();
        assertThat(state.takePlaceToFill()).isTrue();
        assertThat(state.takePlaceToFill()).isFalse();
    }
}
