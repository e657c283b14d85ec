package io.fairlead.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fairlead.access.AccessRules;
import io.fairlead.net.Endpoint;
import io.fairlead.net.NetException;
import io.fairlead.net.given.GivenSocket;
import io.fairlead.net.given.GivenSockets;
import io.fairlead.tls.TestTls;
import java.nio.file.Files;
import java.nio.file.Path;
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

/** A listener that somebody else has bound is served as one of our own. */
@ParameterizedClass
@MethodSource("places")
@EnabledOnOs(OS.LINUX)
@Timeout(120)
class ServerContractGivenTest {
    private static final int SEVERAL = 3;
    private static final int CLIENTS = 30;

    @RegisterExtension final Rig rig;
    private final Place place;

    ServerContractGivenTest(Place place) {
        this.place = place;
        rig = new Rig(place);
    }

    static Stream<Place> places() {
        return Place.all();
    }

    private boolean isUnix() {
        return place.net() == Place.Net.UNIX;
    }

    /** Who bound it removes a socket's file. */
    private void close(Server server) throws Exception {
        server.close();
        if (!isUnix()) return;
        Path file = Path.of(server.endpoint().path());
        assertThat(file).as("the file of the socket stays").exists();
        Files.delete(file);
    }

    private Endpoint bound(int fd, Endpoint free) {
        return isUnix() ? free : free.withPort(BoundByOthers.port(fd));
    }

    @Test
    void aDescriptorByItsNumber() throws Exception {
        Endpoint free = place.freeEndpoint();
        int fd = BoundByOthers.listening(free, false);
        Endpoint endpoint = bound(fd, free);
        Server server = rig.keep(given("fd://" + fd).serve(Rig.ECHO));
        assertThat(server.endpoint()).isEqualTo(endpoint);
        Wire first = rig.connect(server);
        Wire second = place.isConcurrent() ? rig.connect(server) : first;
        first.echo("one");
        second.echo("two");
        first.close();
        second.close();
        close(server);
    }

    @Test
    void whoCameBeforeTheServerIsServed() throws Exception {
        Endpoint free = place.freeEndpoint();
        int fd = BoundByOthers.listening(free, false);
        List<Wire> early = new ArrayList<>();
        for (int i = 0; i < SEVERAL && place.net() != Place.Net.TLS; i++) {
            early.add(early(bound(fd, free)));
        }
        Server server = rig.keep(given("fd://" + fd).serve(Rig.ECHO));
        for (Wire wire : early) {
            assertThat(wire.receiveText()).isEqualTo("early");
            wire.close();
        }
        close(server);
    }

    @Test
    void oneThatCouldNotStartHasLostNothing() throws Exception {
        Endpoint free = place.freeEndpoint();
        int fd = BoundByOthers.listening(free, false);
        AccessRules noSuchFile = AccessRules.EVERYBODY.denyFile(Path.of("/no/such/file"));
        ServerBuilder first = given("fd://" + fd).access(noSuchFile);
        assertThatThrownBy(() -> first.serve(Rig.ECHO).close()).isInstanceOf(NetException.class);
        Server server = rig.keep(given("fd://" + fd).serve(Rig.ECHO));
        try (Wire wire = Wire.connect(server.endpoint(), 0)) {
            wire.echo("the second attempt");
        }
        close(server);
    }

    /** As after a restart of a server that had three loops on its port. */
    @Test
    void severalListenersOfOnePort() throws Exception {
        if (isUnix()) return; // has one listener always
        Endpoint free = place.freeEndpoint();
        Endpoint asked = Endpoint.parse("fd://several-" + place.toString().replace(' ', '-'));
        List<GivenSocket> sockets = new ArrayList<>();
        Endpoint endpoint = free;
        for (int i = 0; i < SEVERAL; i++) {
            int fd = BoundByOthers.listening(endpoint, true);
            endpoint = bound(fd, free);
            sockets.add(GivenSocket.of(fd, asked));
        }
        List<Wire> early = new ArrayList<>();
        for (int i = 0; i < CLIENTS && place.net() != Place.Net.TLS; i++) {
            early.add(early(endpoint));
        }
        GivenSockets.here().add(asked, sockets);
        Server server = rig.keep(given(asked.toString()).serve(Rig.ECHO));
        assertThat(server.endpoint()).isEqualTo(endpoint);
        for (Wire wire : early) {
            assertThat(wire.receiveText()).isEqualTo("early");
            wire.close();
        }
        for (int i = 0; i < CLIENTS; i++) {
            try (Wire wire = Wire.connect(endpoint, 0)) {
                wire.echo("later");
            }
        }
        close(server);
    }

    /** Several loops accept from one queue. */
    @Test
    void oneListenerForSeveralLoops() throws Exception {
        if (isUnix() || Place.shardable().noneMatch(place.model()::equals)) return;
        Endpoint free = place.freeEndpoint();
        int fd = BoundByOthers.listening(free, false);
        Server server = rig.keep(given("fd://" + fd).loops(SEVERAL).serve(Rig.ECHO));
        for (int i = 0; i < CLIENTS; i++) {
            try (Wire wire = Wire.connect(server.endpoint(), 0)) {
                wire.echo("by any of the loops");
            }
        }
    }

    /** A client that asks before anybody serves, which a handshake would not let it. */
    private static Wire early(Endpoint endpoint) throws Exception {
        Wire wire = Wire.connect(endpoint, 0);
        wire.sendFrame("early");
        wire.shutdownOutput();
        return wire;
    }

    private ServerBuilder given(String endpoint) {
        ServerBuilder builder = rig.builder(Endpoint.parse(endpoint));
        return place.net() == Place.Net.TLS ? builder.tls(TestTls.server()) : builder;
    }
}
