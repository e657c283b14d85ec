package io.fairlead.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fairlead.net.Endpoint;
import io.fairlead.net.given.GivenSocket;
import io.fairlead.net.given.GivenSockets;
import io.fairlead.posix.Descriptors;
import io.fairlead.posix.Posix;
import io.fairlead.server.report.ServerStats;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** A socket for datagrams that somebody else has bound is served as one of our own. */
@ParameterizedClass
@MethodSource("models")
@EnabledOnOs(OS.LINUX)
@Timeout(120)
class ServerContractGivenDatagramTest {
    private static final int SEVERAL = 3;
    private static final int SOURCES = 30;

    @RegisterExtension final Rig rig;
    private final Model model;

    ServerContractGivenDatagramTest(Model model) {
        this.model = model;
        rig = new Rig(new Place(model, Place.Net.TCP4));
    }

    static Stream<Model> models() {
        return Stream.of(Model.values()).filter(model -> !model.hasProcesses());
    }

    private ServerBuilder at(String endpoint) {
        return Server.at(endpoint).model(model).observer(rig.recorder);
    }

    private static Endpoint udp(String host, int port) {
        return Endpoint.parse("udp://" + host + ":" + port);
    }

    @Test
    void aDescriptorByItsNumber() throws Exception {
        int fd = BoundByOthers.datagrams(udp("127.0.0.1", 0), false);
        int port = BoundByOthers.port(fd);
        Probe early = rig.keep(Probe.open(udp("127.0.0.1", port)));
        early.send("early");
        Server server = rig.keep(at("fd://" + fd).serve(Rig.ECHO));
        assertThat(server.endpoint()).isEqualTo(udp("127.0.0.1", port));
        assertThat(early.receive()).isEqualTo("early");
        rig.keep(Probe.open(server.endpoint())).exchange("later");
    }

    @Test
    void bothFamiliesAtAnyAddress() throws Exception {
        int fd = BoundByOthers.datagrams(udp("*", 0), false);
        int port = BoundByOthers.port(fd);
        Server server = rig.keep(at("fd://" + fd).serve(Rig.ECHO));
        assertThat(server.endpoint()).isEqualTo(udp("*", port));
        rig.keep(Probe.open(udp("127.0.0.1", port))).exchange("four");
        rig.keep(Probe.open(udp("[::1]", port))).exchange("six");
    }

    /** As after a restart of a server that had three loops on its port. */
    @Test
    void severalSocketsOfOnePort() throws Exception {
        Endpoint asked = Endpoint.parse("fd://datagrams-" + model.word());
        List<GivenSocket> sockets = new ArrayList<>();
        int port = 0;
        for (int i = 0; i < SEVERAL; i++) {
            int fd = BoundByOthers.datagrams(udp("127.0.0.1", port), true);
            port = BoundByOthers.port(fd);
            sockets.add(GivenSocket.of(fd, asked));
        }
        List<Probe> probes = new ArrayList<>();
        for (int i = 0; i < SOURCES; i++) {
            probes.add(rig.keep(Probe.open(udp("127.0.0.1", port))));
            probes.getLast().send("early " + i);
        }
        GivenSockets.here().add(asked, sockets);
        Server server = rig.keep(at(asked.toString()).serve(Rig.ECHO));
        for (int i = 0; i < SOURCES; i++) {
            assertThat(probes.get(i).receive()).isEqualTo("early " + i);
        }
        assertThat(server.stats()).returns((long) SOURCES, ServerStats::open);
    }

    @Test
    void severalLoopsNeedSeveralSockets() throws Exception {
        assumeTrue(Place.shardable().toList().contains(model));
        int fd = BoundByOthers.datagrams(udp("127.0.0.1", 0), false);
        assertThatThrownBy(() -> at("fd://" + fd).loops(2).serve(Rig.ECHO).close())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is given as one socket, and 2 loops")
                .hasMessageContaining("ReusePort=yes");
        new Descriptors(new Posix()).close(fd);

        int shared = BoundByOthers.datagrams(udp("127.0.0.1", 0), true);
        Server server = rig.keep(at("fd://" + shared).loops(2).serve(Rig.ECHO));
        for (int i = 0; i < SOURCES; i++) {
            rig.keep(Probe.open(server.endpoint())).exchange("to either " + i);
        }
    }
}
