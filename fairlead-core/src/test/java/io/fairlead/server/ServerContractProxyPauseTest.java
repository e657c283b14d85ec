package io.fairlead.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.fairlead.proxy.ProxyRules;
import io.fairlead.service.Service;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import org.opentest4j.TestAbortedException;

/** A header that has come in time is in time, however late an event loop is. */
@ParameterizedClass
@MethodSource("io.fairlead.server.Place#loops")
@Timeout(120)
class ServerContractProxyPauseTest {
    private static final Duration TIMEOUT = Duration.ofMillis(300);
    private static final byte[] HEADER =
            "PROXY TCP4 192.0.2.7 198.51.100.1 56324 443\r\n".getBytes(US_ASCII);

    @RegisterExtension final Rig rig;

    private final Place place;

    ServerContractProxyPauseTest(Place place) {
        this.place = place;
        rig = new Rig(place);
    }

    @Test
    void aLoopThatWasHeldUpReadsBeforeItJudges() throws Exception {
        assumeThat(place.net()).as("whose client begins").isNotEqualTo(Place.Net.TLS);
        CountDownLatch held = rig.latch();
        CountDownLatch mayGoOn = rig.latch();
        Service service =
                (peer, frame) -> {
                    if (frame.text().equals("hold")) {
                        held.countDown();
                        mayGoOn.await();
                    }
                    peer.send(frame);
                };
        ProxyRules rules = ProxyRules.THIS_MACHINE.withTimeout(TIMEOUT);
        Server server = rig.keep(rig.builder().proxyProtocol(rules).serve(service));
        try (Wire holding = Wire.connectFor(server.endpoint(), HEADER)) {
            holding.echo("hello");
            long beforeNs = System.nanoTime();
            try (Wire late = Wire.connectFor(server.endpoint(), new byte[0])) {
                Eventually.until("it is accepted", () -> server.connections().size() == 2);
                holding.sendFrame("hold");
                held.await();
                if (System.nanoTime() - beforeNs >= TIMEOUT.toNanos()) {
                    throw new TestAbortedException("the machine let the time pass");
                }
                late.send(HEADER);
                late.sendFrame("in time");
                long endNs = System.nanoTime() + TIMEOUT.toNanos();
                Eventually.until("it is too late", () -> System.nanoTime() > endNs);
                mayGoOn.countDown();
                assertThat(late.receiveText()).isEqualTo("in time");
            }
            assertThat(holding.receiveText()).isEqualTo("hold");
        }
        rig.recorder.awaitClosed();
        rig.recorder.awaitClosed();
    }
}
