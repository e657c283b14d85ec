package io.fairlead.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.fairlead.client.Client;
import io.fairlead.frame.Codec;
import io.fairlead.frame.Frame;
import io.fairlead.net.ConnectOptions;
import io.fairlead.net.Endpoint;
import io.fairlead.net.NetException;
import io.fairlead.proxy.ProxyHeader;
import io.fairlead.proxy.ProxyRules;
import io.fairlead.service.Connection;
import io.fairlead.service.Peer;
import io.fairlead.service.Service;
import io.fairlead.tls.TestTls;
import io.fairlead.tls.TlsOptions;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** A client says for whom it connects, under every model, and before TLS. */
@ParameterizedClass
@MethodSource("places")
@Timeout(120)
class ClientContractProxyTest {
    private static final InetSocketAddress SOURCE = new InetSocketAddress("192.0.2.7", 56_324);
    private static final InetSocketAddress FRONT = new InetSocketAddress("198.51.100.1", 443);
    private static final String SEEN = SOURCE + " at " + FRONT;

    private static final Service WHO =
            (peer, frame) ->
                    peer.send(Frame.of(peer.remoteAddress() + " at " + peer.localAddress()));

    @RegisterExtension final Rig rig;
    private final Place place;
    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();

    ClientContractProxyTest(Place place) {
        this.place = place;
        rig = new Rig(place);
    }

    static Stream<Place> places() {
        return Place.dialling();
    }

    private Server who() throws NetException {
        return rig.keep(
                Rig.target(place.freeEndpoint()).proxyProtocol(ProxyRules.THIS_MACHINE).serve(WHO));
    }

    private static ConnectOptions options(int version) {
        return ConnectOptions.DEFAULT.withProxyHeader(ProxyHeader.of(version, SOURCE, FRONT));
    }

    private @Nullable String next() throws InterruptedException {
        return told.poll(60, TimeUnit.SECONDS);
    }

    private final Service asking =
            new Service() {
                @Override
                public void onOpen(Peer peer) {
                    peer.send(Frame.of("who?"));
                }

                @Override
                public void onFrame(Peer peer, Frame frame) {
                    told.add(frame.text());
                    peer.close();
                }
            };

    @Test
    void aServiceIsOpenedBehindTheHeader() throws Exception {
        Client client = rig.keep(rig.client(who().endpoint()).codec(Rig.CODEC).start());
        for (int version = 1; version <= 2; version++) {
            Peer peer = client.connect(asking, options(version)).get(60, TimeUnit.SECONDS);
            assertThat(peer.id()).isEqualTo(version);
            assertThat(next()).isEqualTo(SEEN);
        }
        rig.recorder.awaitClosed();
        rig.recorder.awaitClosed();
    }

    @Test
    void aHandlerIsCalledBehindTheHeader() throws Exception {
        assumeThat(place.model().runsHandlers()).isTrue();
        Client client = rig.keep(rig.client(who().endpoint()).options(options(2)).start());
        client.connect(
                        connection -> {
                            connection.writeFrame(Rig.CODEC, Frame.of("who?"));
                            Frame answer = connection.readFrame(Rig.CODEC);
                            told.add(answer == null ? "the end" : answer.text());
                        })
                .get(60, TimeUnit.SECONDS);
        assertThat(next()).isEqualTo(SEEN);
        rig.recorder.awaitClosed();
    }

    @Test
    void aBlockingConnectionBeginsWithTheHeader() throws IOException {
        Server server = who();
        TlsOptions tls = place.net() == Place.Net.TLS ? TestTls.client() : TlsOptions.DEFAULT;
        try (Connection connection = Client.connect(server.endpoint(), options(1), tls)) {
            connection.writeFrame(Rig.CODEC, Frame.of("who?"));
            Frame answer = connection.readFrame(Rig.CODEC);
            assertThat(answer == null ? "the end" : answer.text()).isEqualTo(SEEN);
        }
    }

    /** Who dials is told, whatever the layers are. */
    @Test
    void nobodyListens() throws Exception {
        Server server = rig.keep(Rig.target(place.freeEndpoint()).serve(WHO));
        Endpoint gone = server.endpoint();
        server.close();
        Client client = rig.keep(rig.client(gone).options(options(2)).start());
        assertThatThrownBy(() -> client.connect(asking).join())
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(NetException.class);
    }

    @Test
    void datagramsHaveNoHeader() {
        assertThatThrownBy(() ->
                        Client.to(Endpoint.udp("127.0.0.1", 7))
                                .codec(Codec.raw())
                                .options(options(2))
                                .start())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("datagrams");
    }
}
