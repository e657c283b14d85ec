package io.fairlead.tls.layer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.frame.Frame;
import io.fairlead.net.NetException;
import io.fairlead.service.CloseReason;
import io.fairlead.service.PeerTls;
import io.fairlead.tls.ClientCertificates;
import io.fairlead.tls.TestTls;
import io.fairlead.tls.TlsOptions;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Two layers back to back: each end's records, however they are cut, are the other one's frames.
 */
class TlsLayerTest extends TwoLayers {
    // ---- what goes through ----

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 7, 100, 1_000, 16_384, 70_000})
    void whatIsSentArrivesInPiecesOf(int pieceBytes) throws NetException {
        talk(() -> pieceBytes, pieceBytes < 10 ? 1_000 : MESSAGE_BYTES);
    }

    @Test
    void whatIsSentArrivesHoweverItIsCut() throws NetException {
        for (int seed = 0; seed < 40; seed++) {
            Random random = new Random(seed);
            int most = 1 << random.nextInt(17);
            served.frames.clear();
            client.frames.clear();
            int bytes = Math.min(40_000, 100 * most);
            talk(() -> 1 + random.nextInt(most), 1 + random.nextInt(bytes));
        }
    }

    private void talk(IntSupplier cut, int bytes) throws NetException {
        WireEnd server = server(cut);
        WireEnd dialled = client(cut);
        WireEnd.run(server, dialled);
        byte[] message = message(bytes);
        client.peer().send(Frame.of("hello"));
        client.peer().send(Frame.of(message));
        WireEnd.run(server, dialled);
        assertThat(client.frames).hasSize(2);
        assertThat(new String(client.frames.getFirst(), UTF_8)).isEqualTo("hello");
        assertThat(Arrays.equals(client.frames.getLast(), message)).isTrue();
        assertThat(server.slab.bytesLent()).as("held while idle").isZero();
        assertThat(dialled.slab.bytesLent()).as("held while idle").isZero();
        client.peer().shutdownOutput();
        WireEnd.run(server, dialled);
        assertThat(new String(client.frames.getLast(), UTF_8)).isEqualTo("last words");
        assertThat(served.reason).isEqualTo(CloseReason.PEER_CLOSED);
        assertThat(client.reason).isEqualTo(CloseReason.PEER_CLOSED);
        requireEmpty(server, dialled);
    }

    @Test
    void bothKnowHowTheyAreProtected() throws NetException {
        WireEnd server =
                server(TestTls.server().withApplicationProtocols("b", "a"), TwoLayers::whole);
        WireEnd dialled =
                client(TestTls.client().withApplicationProtocols("a", "b"), TwoLayers::whole);
        WireEnd.run(server, dialled);
        PeerTls there = Objects.requireNonNull(served.peer().tls());
        PeerTls here = Objects.requireNonNull(client.peer().tls());
        assertThat(there.protocol()).isEqualTo("TLSv1.3");
        assertThat(there.cipherSuite()).isEqualTo(here.cipherSuite());
        assertThat(there.serverName()).isEqualTo("localhost");
        assertThat(there.applicationProtocol()).isEqualTo("b");
        assertThat(here.applicationProtocol()).isEqualTo("b");
        assertThat(there.certificates()).isEmpty();
        assertThat(here.certificates()).isNotEmpty();
        assertThat(there.channelBinding()).isEqualTo(here.channelBinding()).hasSize(32);
    }

    // ---- ends ----

    @Test
    void anEndWithoutCloseNotifyIsNoEndOfInput() throws NetException {
        WireEnd server = server(TwoLayers::whole);
        WireEnd dialled = client(TwoLayers::whole);
        WireEnd.run(server, dialled);
        server.inputOver = true; // somebody on the path cuts
        WireEnd.run(server, dialled);
        assertThat(served.inputEnded).isFalse();
        assertThat(served.reason).isEqualTo(CloseReason.TRUNCATED);
    }

    @Test
    void itIsOneWhereThatIsAllowed() throws NetException {
        WireEnd server = server(TestTls.server().withLenientEnd(), TwoLayers::whole);
        WireEnd dialled = client(TwoLayers::whole);
        WireEnd.run(server, dialled);
        server.inputOver = true;
        WireEnd.run(server, dialled);
        assertThat(served.inputEnded).isTrue();
        assertThat(served.reason).isEqualTo(CloseReason.PEER_CLOSED);
    }

    @Test
    void aDrainEndsWithCloseNotify() throws NetException {
        WireEnd server = server(TwoLayers::whole);
        WireEnd dialled = client(TwoLayers::whole);
        WireEnd.run(server, dialled);
        server.session.drain();
        WireEnd.run(server, dialled);
        assertThat(served.reason).isEqualTo(CloseReason.DRAINED);
        assertThat(client.inputEnded).as("not cut off").isTrue();
        requireEmpty(server, dialled);
    }

    // ---- failures ----

    @Test
    void aRecordThatWasChangedEndsTheConnection() throws NetException {
        WireEnd server = server(TwoLayers::whole);
        WireEnd dialled = client(TwoLayers::whole);
        WireEnd.run(server, dialled);
        byte[] record = new byte[40];
        ByteBuffer.wrap(record).put((byte) 23).put((byte) 3).put((byte) 3).putShort((short) 35);
        server.arrives(record);
        WireEnd.run(server, dialled);
        assertThat(served.reason).isEqualTo(CloseReason.TLS_FAILED);
        assertThat(client.reason).as("told by an alert").isEqualTo(CloseReason.TLS_FAILED);
        assertThat(dialled.session.failure()).hasMessageContaining("bad_record_mac");
        requireEmpty(server, dialled);
    }

    @Test
    void plainTextIsNamed() throws NetException {
        WireEnd server = server(TwoLayers::whole);
        server.arrives("GET / HTTP/1.1\r\n\r\n".getBytes(UTF_8));
        WireEnd.run(server, server(TwoLayers::whole));
        assertThat(server.session.closeReason()).isEqualTo(CloseReason.TLS_FAILED);
        assertThat(server.session.failure()).hasMessageContaining("\"GET / HTTP/1.1\"");
        assertThat(served.peer).as("no service has met it").isNull();
    }

    @Test
    void whoIsNotTrustedIsNamed() throws NetException {
        WireEnd server = server(TwoLayers::whole);
        WireEnd dialled = client(TlsOptions.DEFAULT, TwoLayers::whole);
        WireEnd.run(server, dialled);
        assertThat(dialled.session.failure())
                .hasMessageStartingWith("the certificate is not signed by an authority");
        assertThat(server.session.failure()).hasMessageContaining("certificate_unknown");
        assertThat(client.peer).isNull();
    }

    @Test
    void whoMustShowACertificateAndHasNoneIsNamed() throws NetException {
        TlsOptions asking =
                TestTls.server()
                        .withTrusted(TestTls.authority())
                        .withClientCertificates(ClientCertificates.NEEDED);
        WireEnd server = server(asking, TwoLayers::whole);
        WireEnd dialled = client(TwoLayers::whole);
        WireEnd.run(server, dialled);
        assertThat(server.session.failure()).hasMessageContaining("showed no certificate");
        assertThat(served.peer).isNull();
        assertThat(dialled.session.failure()).hasMessageContaining("wants a client certificate");
        requireEmpty(server, dialled);
    }

    @Test
    void aHandshakeHasItsTime() throws NetException {
        WireEnd server = server(TwoLayers::whole);
        long end = server.wire.deadlineNs();
        assertThat(end - TestClock.ONE.getAsLong()).isEqualTo(Duration.ofSeconds(10).toNanos());
        assertThat(server.wire.expire()).isFalse();
        TestClock.ONE.pass(Duration.ofSeconds(10).toNanos());
        assertThat(server.wire.expire()).isTrue();
        assertThat(server.session.closeReason()).isEqualTo(CloseReason.HANDSHAKE_TIMEOUT);
    }

    @Test
    void aLookAtThePortIsNoFailure() throws NetException {
        WireEnd server = server(TwoLayers::whole);
        server.inputOver = true;
        WireEnd.run(server, server(TwoLayers::whole));
        assertThat(server.session.closeReason()).isEqualTo(CloseReason.PEER_CLOSED);
        assertThat(server.session.failure()).isNull();
    }
}
