package io.fairlead.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.frame.Codec;
import io.fairlead.frame.Frame;
import io.fairlead.net.NetException;
import io.fairlead.proxy.ProxyRules;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** What docs/expose.md shows of servers behind a proxy. */
class ProxyGuideTest {
    @Test
    void aServerThatKnowsItsClients() throws IOException {
        byte[] header = "PROXY TCP4 192.0.2.7 192.0.2.1 56324 7007\r\n".getBytes(US_ASCII);
        try (Server server = serve();
                Wire wire = Wire.connectFor(server.endpoint(), header)) {
            wire.send("who am I?\n");
            assertThat(wire.receiveLine()).isEqualTo("you are /192.0.2.7:56324");
        }
    }

    private static Server serve() throws NetException {
        // region: server
        return Server.at("tcp://127.0.0.1:0")
                .codec(Codec.lines())
                .proxyProtocol(ProxyRules.from("127.0.0.1"))
                .serve((peer, line) -> peer.send(Frame.of("you are " + peer.remoteAddress())));
        // endregion
    }
}
