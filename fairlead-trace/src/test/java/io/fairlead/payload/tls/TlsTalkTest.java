package io.fairlead.payload.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.trace.Step;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What conversations of OpenSSL's client and server show, with their secrets and without. */
class TlsTalkTest {
    private static final String HELLO =
            "> ClientHello for localhost (TLS 1.3 or TLS 1.2 or TLS 1.1 and 1 more; ";
    private static final List<String> TO_FINISHED =
            List.of(
                    "< ChangeCipherSpec",
                    "< EncryptedExtensions",
                    "< Certificate (CN=localhost,O=Fairlead)",
                    "< CertificateVerify",
                    "< Finished",
                    "> ChangeCipherSpec",
                    "> Finished");

    @Test
    void eachMessageIsNamedAndOpened() throws IOException {
        List<String> events = TlsCapture.read("aes256.pcapng", true).words();
        assertThat(events.getFirst())
                .isEqualTo(
                        HELLO
                                + "groups x25519, secp256r1, x448 and 7 more; key share x25519;"
                                + " 31 suites)");
        assertThat(events.get(1))
                .isEqualTo("< ServerHello (TLS 1.3; TLS_AES_256_GCM_SHA384; x25519)");
        assertThat(events.subList(2, 9)).isEqualTo(TO_FINISHED);
        assertThat(events.subList(9, events.size()))
                .containsExactly(
                        "< NewSessionTicket",
                        "< NewSessionTicket",
                        "> application data, 6 bytes: hello\\n",
                        "< application data, 6 bytes: olleh\\n",
                        "> alert close_notify",
                        "< alert close_notify");
    }

    @Test
    void chaCha20IsOpened() throws IOException {
        assertThat(TlsCapture.read("chacha.pcapng", true).words())
                .contains("< ServerHello (TLS 1.3; TLS_CHACHA20_POLY1305_SHA256; x25519)")
                .containsAll(TO_FINISHED)
                .contains("< application data, 6 bytes: olleh\\n", "< alert close_notify");
    }

    @Test
    void newKeysAreFollowed() throws IOException {
        List<String> events = TlsCapture.read("update.pcapng", true).words();
        assertThat(events.get(1)).contains("TLS_AES_128_GCM_SHA256");
        assertThat(events.getFirst()).contains("ALPN h2");
        assertThat(events)
                .containsSubsequence(
                        "> KeyUpdate",
                        "> application data, 6 bytes: again\\n",
                        "< KeyUpdate",
                        "< application data, 6 bytes: niaga\\n",
                        "< alert close_notify");
    }

    @Test
    void aSecondHelloIsAskedFor() throws IOException {
        assertThat(TlsCapture.read("retry.pcapng", true).words())
                .contains("< HelloRetryRequest (asks for secp384r1)")
                .contains("< ServerHello (TLS 1.3; TLS_AES_256_GCM_SHA384; secp384r1)")
                .contains("< application data, 6 bytes: olleh\\n");
    }

    @Test
    void tls12IsOpenedToo() throws IOException {
        TlsCapture capture = TlsCapture.read("tls12.pcapng", true);
        assertThat(capture.words())
                .contains(
                        "< ServerHello (TLS 1.2; TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384)",
                        "< Certificate (CN=localhost,O=Fairlead)",
                        "< ServerKeyExchange (x25519)",
                        "< ServerHelloDone",
                        "> ClientKeyExchange",
                        "> Finished",
                        "> application data, 6 bytes: hello\\n",
                        "< application data, 6 bytes: olleh\\n",
                        "> alert close_notify");
        List<String> closed = TlsCapture.read("tls12.pcapng", false).words();
        assertThat(closed)
                .contains(
                        "< ServerKeyExchange (x25519)",
                        "> an encrypted handshake message, 40 bytes",
                        "> an encrypted record of application data, 30 bytes",
                        "> an encrypted alert, 26 bytes");
        assertThat(capture.conversation().tlsClosedReason()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "tls12-aes128.pcapng, TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
        "tls12-chacha.pcapng, TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256"
    })
    void tls12HasOtherSuites(String name, String suite) throws IOException {
        assertThat(TlsCapture.read(name, true).words())
                .contains("< ServerHello (TLS 1.2; " + suite + ")")
                .containsSubsequence("> Finished", "< Finished")
                .contains(
                        "> application data, 6 bytes: hello\\n",
                        "< application data, 6 bytes: olleh\\n",
                        "< alert close_notify");
    }

    @Test
    void whatNothingOpensIsSaid() throws IOException {
        TlsCapture capture = TlsCapture.read("tls12-cbc.pcapng", true);
        assertThat(capture.words()).contains("> an encrypted alert, 64 bytes");
        assertThat(capture.conversation().tlsClosedReason())
                .isEqualTo("nothing here opens suite 0xc023");
    }

    @Test
    void anAlertIsNamed() throws IOException {
        TlsCapture capture = TlsCapture.read("version.pcapng", true);
        assertThat(capture.words()).contains("< alert protocol_version (fatal)");
        assertThat(capture.conversation().tlsClosedReason()).isEmpty();
    }

    @Test
    void withoutSecretsItStaysClosed() throws IOException {
        TlsCapture capture = TlsCapture.read("aes256.pcapng", false);
        assertThat(capture.words())
                .contains("> an encrypted record, 23 bytes")
                .noneMatch(event -> event.contains("Finished"));
        assertThat(capture.conversation().steps())
                .map(Step::tls)
                .filteredOn(Objects::nonNull)
                .noneMatch(TlsNotes::isOpened);
        assertThat(capture.conversation().tlsClosedReason()).isEmpty();
    }
}
