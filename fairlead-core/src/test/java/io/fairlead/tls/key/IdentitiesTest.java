package io.fairlead.tls.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fairlead.tls.Handshake;
import io.fairlead.tls.Issued;
import io.fairlead.tls.issue.Authority;
import io.fairlead.tls.issue.KeyKind;
import java.lang.ref.WeakReference;
import java.security.Principal;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a peer is shown, in handshakes of Java's engines. */
class IdentitiesTest {
    private static Authority root;
    private static Identity first;
    private static Identity exact;
    private static Identity wild;
    private static Identity rsa;
    private static Identity ed;

    @BeforeAll
    static void issue() throws Exception {
        root = Issued.root("root");
        first = Issued.server(root, KeyKind.EC, "first.example", "127.0.0.1");
        exact = Issued.server(root, KeyKind.EC, "a.b.example");
        wild = Issued.server(root, KeyKind.EC, "*.b.example");
        rsa = Issued.server(root, KeyKind.RSA, "first.example");
        ed = Issued.server(root, KeyKind.ED25519, "ed.example");
    }

    private static SSLContext trusting(Authority authority) throws Exception {
        return Handshake.context(List.of(authority.identity().certificate()));
    }

    private static SSLContext showing(Identities identities) throws Exception {
        return Handshake.context(List.of(), identities);
    }

    private static X509Certificate shown(Identities identities, String name) throws Exception {
        return new Handshake(showing(identities), trusting(root), name).run().shown();
    }

    private static Identities all() {
        return new Identities(List.of(first, exact, wild, rsa, ed));
    }

    @ParameterizedTest
    @CsvSource({
        "a.b.example, CN=a.b.example",
        "A.B.Example, CN=a.b.example",
        "c.b.example, CN=*.b.example",
        "first.example, CN=first.example",
        "ed.example, CN=ed.example",
    })
    void theNameThatIsAskedForDecides(String name, String subject) throws Exception {
        assertThat(Words.subject(shown(all(), name))).isEqualTo(subject + ",O=Fairlead");
    }

    /** Also who would rather see another algorithm, which only a stranger to that name has. */
    @Test
    void whoAsksForNoneIsShownTheFirst() throws Exception {
        assertThat(shown(all(), "")).isEqualTo(first.certificate());
        Handshake handshake = new Handshake(showing(all()), trusting(root), "");
        SSLParameters parameters = handshake.client().getSSLParameters();
        parameters.setSignatureSchemes(new String[] {"ed25519", "ecdsa_secp256r1_sha256"});
        handshake.client().setSSLParameters(parameters);
        assertThat(handshake.run().shown()).isEqualTo(first.certificate());
    }

    /** A * is for one label, and a name that nobody has is for the first to refuse. */
    @ParameterizedTest
    @ValueSource(strings = {"b.example", "d.c.b.example", "other.example", "localhost"})
    void aNameThatIsNotKnownIsShownTheFirst(String name) {
        assertThatThrownBy(() -> shown(all(), name))
                .isInstanceOf(SSLException.class)
                .hasMessageContaining("No subject alternative DNS name matching " + name);
    }

    /** The second scheme is for the signature of the root; version 1.2 goes by the suite. */
    @ParameterizedTest
    @CsvSource({
        "TLSv1.3, rsa_pss_rsae_sha256, TLS_AES_128_GCM_SHA256, RSA",
        "TLSv1.3, ecdsa_secp256r1_sha256, TLS_AES_128_GCM_SHA256, EC",
        "TLSv1.2, rsa_pss_rsae_sha256, TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, RSA",
        "TLSv1.2, rsa_pss_rsae_sha256, TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, EC",
    })
    void theAlgorithmThatThePeerTakesDecidesBetweenTwoOfAName(
            String version, String scheme, String suite, String algorithm) throws Exception {
        for (String name : List.of("first.example", "")) {
            Handshake handshake = new Handshake(showing(all()), trusting(root), name);
            SSLParameters parameters = handshake.client().getSSLParameters();
            parameters.setProtocols(new String[] {version});
            parameters.setSignatureSchemes(new String[] {scheme, "ecdsa_secp256r1_sha256"});
            parameters.setCipherSuites(new String[] {suite});
            handshake.client().setSSLParameters(parameters);
            X509Certificate shown = handshake.run().shown();
            assertThat(shown.getPublicKey().getAlgorithm()).isEqualTo(algorithm);
            assertThat(Words.subject(shown)).startsWith("CN=first.example,");
        }
    }

    @Test
    void aHandshakeAfterAReplacementIsShownTheNewOne() throws Exception {
        Identities identities = new Identities(List.of(first));
        SSLContext context = showing(identities);
        assertThat(new Handshake(context, trusting(root), "").run().shown())
                .isEqualTo(first.certificate());
        Identity renewed = Issued.server(root, KeyKind.EC, "first.example");
        identities.replace(List.of(renewed));
        assertThat(new Handshake(context, trusting(root), "first.example").run().shown())
                .isEqualTo(renewed.certificate());
        assertThat(identities.current()).containsExactly(renewed);
    }

    /** JSSE asks for a name, and with it for the key, and then for the chain. */
    @Test
    void aHandshakeUnderWayKeepsWhatItWasGiven() {
        Identities identities = new Identities(List.of(first));
        String alias = Objects.requireNonNull(identities.chooseServerAlias("EC", null, null));
        for (int i = 0; i < 100; i++) identities.replace(List.of(i % 2 == 0 ? wild : exact));
        System.gc(); // does not take what somebody has the name of
        assertThat(identities.getPrivateKey(alias)).isEqualTo(first.key());
        assertThat(identities.getCertificateChain(alias)).containsExactly(first.certificate());
        assertThat(identities.getPrivateKey("other")).isNull();
        assertThat(identities.getCertificateChain("other")).isNull();
    }

    @Test
    void whatWasReplacedIsForgotten() throws Exception {
        Identities identities = new Identities(List.of(first));
        List<WeakReference<Identity>> old = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            Identity next = Issued.server(root, KeyKind.EC, "first.example");
            old.add(new WeakReference<>(next));
            identities.replace(List.of(next));
        }
        identities.replace(List.of(first));
        for (WeakReference<Identity> each : old) {
            while (each.get() != null) { // JUnit's timeout ends a test in which one stays
                System.gc();
                identities.getPrivateKey("other"); // as handshakes do: they clear the map
            }
        }
    }

    @Test
    void aClientShowsWhatAnAuthorityOfTheServersHasIssued() throws Exception {
        Authority other = Issued.root("other");
        Identity stranger = Issued.client(other, KeyKind.EC, "ada.example");
        Identity mine = Issued.client(Issued.below(root, "below"), KeyKind.EC, "ada.example");
        for (var server : List.of(root, other)) {
            SSLContext context =
                    Handshake.context(
                            List.of(server.identity().certificate()),
                            new Identities(List.of(first)));
            SSLContext client =
                    Handshake.context(
                            List.of(root.identity().certificate()),
                            new Identities(List.of(stranger, mine)));
            Handshake handshake = new Handshake(context, client, "first.example");
            handshake.server().setNeedClientAuth(true);
            assertThat(handshake.run().shownByClient())
                    .isEqualTo((server.equals(root) ? mine : stranger).chain());
        }
    }

    @Test
    void aClientWithNoneThatIsAllowedShowsNone() throws Exception {
        Identity stranger = Issued.client(Issued.root("other"), KeyKind.EC, "ada.example");
        SSLContext server =
                Handshake.context(
                        List.of(root.identity().certificate()), new Identities(List.of(first)));
        SSLContext client =
                Handshake.context(
                        List.of(root.identity().certificate()), new Identities(List.of(stranger)));
        Handshake handshake = new Handshake(server, client, "first.example");
        handshake.server().setWantClientAuth(true);
        assertThat(handshake.run().shownByClient()).isEmpty();
    }

    @Test
    void anAlgorithmThatNobodyHasGetsNothing() {
        Identities identities = new Identities(List.of(first, rsa));
        assertThat(identities.chooseServerAlias("EdDSA", null, null)).isNull();
        assertThat(identities.getServerAliases("EdDSA", null)).isEmpty();
        String chosen = identities.chooseClientAlias(new String[] {"EdDSA", "RSA"}, null, null);
        assertThat(identities.getClientAliases("RSA", new Principal[0])).containsExactly(chosen);
    }
}
