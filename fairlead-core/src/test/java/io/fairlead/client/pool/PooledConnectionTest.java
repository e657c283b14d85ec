package io.fairlead.client.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fairlead.client.Client;
import io.fairlead.server.Eventually;
import io.fairlead.server.Place;
import io.fairlead.service.Connection;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** When a connection may be lent, and what deadlines its borrower finds. */
@ParameterizedClass
@MethodSource("io.fairlead.client.pool.PoolCase#places")
@Timeout(120)
class PooledConnectionTest extends PoolCase {
    private static final Duration LONG = Duration.ofHours(1);

    private final List<String> deadlines = new ArrayList<>();
    private final List<Connection> made = new ArrayList<>();

    PooledConnectionTest(Place place) {
        super(place);
    }

    @AfterEach
    void closeThem() throws Exception {
        for (Connection connection : made) connection.close();
    }

    /** A real connection, of which is noted what deadlines it is given, and its close. */
    private PooledConnection opened(PoolBuilder terms) throws Exception {
        Connection real = Client.connect(terms.endpoint, terms.options);
        made.add(real);
        Class<?>[] type = {Connection.class};
        Object noted =
                Proxy.newProxyInstance(
                        type[0].getClassLoader(),
                        type,
                        (_, method, arguments) -> {
                            if (method.getName().equals("timeout")) {
                                deadlines.add(String.valueOf(arguments[0]));
                            }
                            if (method.getName().equals("close")) deadlines.add("closed");
                            try {
                                return method.invoke(real, arguments);
                            } catch (InvocationTargetException e) {
                                throw e.getTargetException();
                            }
                        });
        return PooledConnection.opened((Connection) noted, terms, LONG);
    }

    @Test
    void whatIsTooOldIsNotLent() throws Exception {
        PoolBuilder terms = builder();
        assertThat(opened(terms).isGood(terms, LONG)).isTrue();
        terms.lifetime(Duration.ofNanos(1));
        assertThat(opened(terms).isGood(terms, LONG)).isFalse();
    }

    @Test
    void whoIsServedFirstAndAskedHasTheBorrowersDeadlineOnly() throws Exception {
        PoolBuilder terms =
                builder()
                        .opening(_ -> deadlines.add("opening"))
                        .checkAfter(Duration.ZERO, _ -> deadlines.add("check"));
        PooledConnection pooled = opened(terms);
        assertThat(deadlines).containsExactly("PT1H", "opening", "null");
        deadlines.clear();
        assertThat(pooled.isGood(terms, SOON)).isTrue();
        assertThat(deadlines).containsExactly("PT0S", "PT0.02S", "check", "null");
    }

    @Test
    void whatWasUsedJustNowIsNotAsked() throws Exception {
        PoolBuilder terms = builder().checkAfter(LONG, _ -> deadlines.add("check"));
        assertThat(opened(terms).isGood(terms, SOON)).isTrue();
        assertThat(deadlines).doesNotContain("check");
    }

    @Test
    void itIsIdleSinceItWasGivenBack() throws Exception {
        PooledConnection pooled = opened(builder());
        Eventually.until("it is idle for long", () -> pooled.isIdleFor(SOON));
        Eventually.until(
                "it is not",
                () -> {
                    pooled.idles();
                    return !pooled.isIdleFor(SOON);
                });
    }

    @Test
    void whatCannotBeOpenedIsClosed() throws Exception {
        PoolBuilder terms =
                builder()
                        .opening(_ -> {
                            throw new IOException("wrong password");
                        });
        assertThatThrownBy(() -> opened(terms)).hasMessage("wrong password");
        assertThat(deadlines).last().isEqualTo("closed");
    }
}
