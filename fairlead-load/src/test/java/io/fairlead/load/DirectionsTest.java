package io.fairlead.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fairlead.load.Load.Kind;
import io.fairlead.load.result.Interval;
import io.fairlead.net.Endpoint;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Servers that send by themselves, while the load sends or does not. */
class DirectionsTest {
    private static final int BLOCK = 64 * 1024;

    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong got = new AtomicLong();

    /** Sends without end, and reads what comes on another thread. */
    private StrangeServer source() throws Exception {
        return new StrangeServer((in, out) -> {
            Thread _ = Thread.ofVirtual().start(() -> readAll(in));
            byte[] block = new byte[BLOCK];
            while (true) {
                out.write(block);
                sent.addAndGet(BLOCK);
            }
        });
    }

    private void readAll(InputStream in) {
        try {
            byte[] bytes = new byte[BLOCK];
            for (int n = in.read(bytes); n >= 0; n = in.read(bytes)) got.addAndGet(n);
        } catch (IOException gone) {
            // The load has closed the connection.
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"REVERSE", "BIDIR"})
    void whatTheServerSendsIsCounted(Kind kind) throws Exception {
        List<Interval> seen = new CopyOnWriteArrayList<>();
        LoadReport report;
        try (StrangeServer server = source()) {
            Load load = Loads.brief(server.endpoint()).kind(kind).connections(2).build();
            report = Loads.await(new LoadRun(load, seen::add));
        }
        assertThat(report.failure()).isNull();
        assertThat(report.errors()).isZero();
        assertThat(report.didWork()).isTrue();
        assertThat(report.receivedBytes()).isPositive().isLessThanOrEqualTo(received());
        assertThat(seen.stream().mapToLong(Interval::receivedBytes).sum())
                .isBetween(report.receivedBytes(), received());
        if (kind == Kind.REVERSE) {
            assertThat(report.messages()).isZero();
            assertThat(got).hasValue(0);
        } else {
            assertThat(report.messages()).isPositive();
            assertThat(got).hasPositiveValue();
        }
    }

    /** Each of two connections may have received a block that the server had not counted yet. */
    private long received() {
        return sent.get() + 2 * BLOCK;
    }

    @Test
    void aSilentServerDidNothing() throws Exception {
        try (StrangeServer server = new StrangeServer((in, out) -> in.read())) {
            LoadReport report = Loads.run(Loads.brief(server.endpoint()).kind(Kind.REVERSE));
            assertThat(report.didWork()).isFalse();
            assertThat(report.receivedBytes()).isZero();
        }
    }

    @Test
    void aServerThatEndsIsAnError() throws Exception {
        try (StrangeServer server = new StrangeServer((in, out) -> out.write(1))) {
            LoadReport report = Loads.run(Loads.brief(server.endpoint()).kind(Kind.REVERSE));
            assertThat(report.errors()).isPositive();
            assertThat(report.firstFault()).hasMessage("the server closed connection 0");
        }
    }

    @Test
    void whatDoesNotGoTogetherIsASentence() {
        Endpoint tcp = Endpoint.tcp("127.0.0.1", 7);
        assertThatThrownBy(() -> Load.at(tcp).kind(Kind.REVERSE).rate(10).build())
                .hasMessageContaining("so they have no rate");
        assertThatThrownBy(() -> Load.at(tcp).kind(Kind.BIDIR).answer(Load.Answer.ECHO).build())
                .hasMessageContaining("the answer must be none");
        Endpoint udp = Endpoint.udp("127.0.0.1", 7);
        assertThatThrownBy(() -> Load.at(udp).kind(Kind.BIDIR).build())
                .hasMessageContaining("UDP has no connections");
        assertThat(Load.at(tcp).kind(Kind.BIDIR).duration(Duration.ofSeconds(1)).build().answer())
                .isEqualTo(Load.Answer.NONE);
    }
}
