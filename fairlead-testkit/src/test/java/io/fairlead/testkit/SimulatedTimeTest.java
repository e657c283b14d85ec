package io.fairlead.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.service.CloseReason;
import io.fairlead.service.DeadlineException;
import io.fairlead.service.Limits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Handlers wait in simulated time. */
@Timeout(60)
class SimulatedTimeTest {
    private static final Duration YEAR = Duration.ofDays(365);
    private static final Limits PATIENT =
            Limits.builder()
                    .firstByteTimeout(YEAR)
                    .idleTimeout(YEAR)
                    .writeTimeout(YEAR)
                    .lifetimeMax(YEAR)
                    .build();

    private final SimulatedNetwork net = SimulatedNetwork.of(1).limits(PATIENT);
    private final List<Duration> times = new ArrayList<>();

    private static Duration rounded(Duration time) {
        return Duration.ofSeconds((time.toMillis() + 500) / 1000);
    }

    private void note() {
        times.add(rounded(net.elapsed()));
    }

    @Test
    void sleep() {
        net.converse(
                "tcp://server:7",
                connection -> {
                    for (int i = 0; i < 3; i++) {
                        connection.sleep(Duration.ofHours(8));
                        note();
                    }
                });
        net.connect("client", "tcp://server:7", connection -> connection.readLine());
        net.run(Duration.ofDays(2));
        assertThat(times)
                .containsExactly(Duration.ofHours(8), Duration.ofHours(16), Duration.ofDays(1));
        net.assertNothingLeft();
    }

    @Test
    void aTimeout() {
        net.converse("tcp://server:7", connection -> connection.sleep(Duration.ofHours(1)));
        net.connect(
                "client",
                "tcp://server:7",
                connection -> {
                    connection.timeout(Duration.ofMinutes(5));
                    try {
                        connection.readLine();
                    } catch (DeadlineException e) {
                        note();
                    }
                });
        net.run(Duration.ofMinutes(10));
        assertThat(times).containsExactly(Duration.ofMinutes(5));
        net.assertNothingLeft();
    }

    @Test
    void aTimeoutOfAWriteThatWaitsForAnotherOne() {
        net.socketBytesMax(1000);
        net.converse("tcp://server:7", connection -> connection.sleep(Duration.ofHours(1)));
        byte[] much = new byte[100_000];
        net.connect(
                "client",
                "tcp://server:7",
                connection -> {
                    Thread.startVirtualThread(() -> {
                        try {
                            connection.timeout(Duration.ofMinutes(20));
                            connection.write(much);
                        } catch (java.io.IOException e) {
                            note();
                        }
                    });
                    connection.sleep(Duration.ofMinutes(1));
                    connection.timeout(Duration.ofMinutes(5));
                    try {
                        connection.write(much);
                    } catch (DeadlineException e) {
                        assertThat(e).hasMessage("other threads wrote for 300000 ms");
                        note();
                    }
                    connection.sleep(Duration.ofHours(1));
                });
        net.run(Duration.ofMinutes(30));
        assertThat(times).containsExactly(Duration.ofMinutes(6), Duration.ofMinutes(20));
        net.assertNothingLeft();
    }

    @Test
    void aLimitOfTheServers() {
        net.limits(PATIENT.toBuilder().lifetimeMax(Duration.ofMinutes(7)).build());
        net.converse(
                "tcp://server:7",
                connection -> {
                    try {
                        connection.sleep(Duration.ofHours(1));
                    } finally {
                        note();
                    }
                });
        net.limits(PATIENT);
        net.connect("client", "tcp://server:7", connection -> connection.readLine());
        net.run(Duration.ofMinutes(30));
        assertThat(times).containsExactly(Duration.ofMinutes(7));
        assertThat(net.ends()).extracting("reason").contains(CloseReason.LIFETIME);
        net.assertNothingLeft();
    }
}
