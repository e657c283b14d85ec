package io.fairlead.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.frame.Frame;
import io.fairlead.net.Endpoint;
import io.fairlead.program.Program;
import io.fairlead.proxy.ProxyRules;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What worker processes and programs know of who comes through a proxy. */
@Timeout(120)
class ProxyWorkersTest {
    private static final byte[] HEADER =
            "PROXY TCP4 192.0.2.7 198.51.100.1 56324 443\r\n".getBytes(US_ASCII);

    @RegisterExtension final Rig rig = new Rig(new Place(Model.PREFORK, Place.Net.TLS));

    private static final Rig.PortableHandler WHO =
            connection -> {
                while (connection.readFrame(Rig.CODEC) != null) {
                    String seen = connection.remoteAddress() + " at " + connection.localAddress();
                    connection.writeFrame(Rig.CODEC, Frame.of(seen + " by " + connection.via()));
                }
            };

    @Test
    void aWorkerKnowsItBehindTls() throws Exception {
        Server server =
                rig.keep(rig.builder().proxyProtocol(ProxyRules.THIS_MACHINE).converse(WHO));
        try (Wire wire = Wire.connectFor(server.endpoint(), HEADER)) {
            wire.sendFrame("who?");
            assertThat(wire.receiveText())
                    .startsWith("/192.0.2.7:56324 at /198.51.100.1:443 by PeerProxy[")
                    .contains(wire.localAddress().toString());
        }
        assertThat(rig.recorder.awaitClosed().remoteAddress()).hasToString("/192.0.2.7:56324");
    }

    @Test
    void aProgramFindsItInItsEnvironment() throws Exception {
        Program program =
                Program.of("sh", "-c", "echo $TCPREMOTEIP $TCPREMOTEPORT $TCPLOCALIP")
                        .environment(Map.of("PATH", "/usr/bin:/bin"));
        Server server =
                rig.keep(
                        Server.at(Endpoint.parse("tcp://127.0.0.1:0"))
                                .observer(rig.recorder)
                                .proxyProtocol(ProxyRules.THIS_MACHINE)
                                .execute(program));
        try (Wire wire = Wire.connectFor(server.endpoint(), HEADER)) {
            assertThat(wire.receiveLine()).isEqualTo("192.0.2.7 56324 198.51.100.1");
        }
        rig.recorder.awaitClosed();
    }
}
