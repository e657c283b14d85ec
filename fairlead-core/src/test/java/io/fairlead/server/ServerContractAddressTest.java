package io.fairlead.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.frame.Frame;
import io.fairlead.net.Endpoint;
import io.fairlead.service.Peer;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** A peer knows at which of the machine's addresses it came in. */
@ParameterizedClass
@MethodSource("models")
@EnabledOnOs(OS.LINUX) // all of 127.0.0.0/8 is this machine
@Timeout(120)
class ServerContractAddressTest {
    @RegisterExtension final Rig rig;
    private final Model model;

    ServerContractAddressTest(Model model) {
        this.model = model;
        rig = new Rig(new Place(model, Place.Net.TCP4));
    }

    static Stream<Model> models() {
        return Stream.of(Model.values());
    }

    /** Tells each peer both addresses. */
    private static final class Teller implements Rig.PortableService {
        private static final long serialVersionUID = 1;

        @Override
        public void onFrame(Peer peer, Frame frame) {
            String local = Endpoint.describe(peer.localAddress());
            peer.send(local + " from " + Endpoint.describe(peer.remoteAddress()));
        }
    }

    private void assertTold(Server server, String... hosts) throws Exception {
        for (String host : hosts) {
            try (Wire wire = Wire.connect(Endpoint.tcp(host, server.port()), 0)) {
                wire.sendFrame("where?");
                String remote = Endpoint.describe(wire.localAddress());
                assertThat(wire.receiveText())
                        .isEqualTo("%s:%d from %s".formatted(host, server.port(), remote));
            }
        }
    }

    private Server serve(String endpoint) throws Exception {
        ServerBuilder builder = Server.at(endpoint).model(model).codec(Rig.CODEC);
        if (model.hasProcesses()) builder.workers(1);
        return rig.keep(builder.observer(rig.recorder).serve(new Teller()));
    }

    @Test
    void atTheOneAddressOfItsListener() throws Exception {
        assertTold(serve("tcp://127.0.0.2:0"), "127.0.0.2", "127.0.0.2");
    }

    @Test
    void atAnyAddress() throws Exception {
        boolean slow = model == Model.PROCESS; // which has a process for each of the four
        List<String> both = List.of("tcp://0.0.0.0:0", "tcp://*:0");
        for (String any : both.subList(0, slow ? Effort.of(1, 2) : 2)) {
            assertTold(serve(any), "127.0.0.2", "127.0.0.1", "127.0.0.1", "127.0.0.2");
        }
    }
}
