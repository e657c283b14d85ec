package io.fairlead.tls.issue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fairlead.tls.Issued;
import io.fairlead.tls.OpenSsl;
import io.fairlead.tls.key.Identity;
import io.fairlead.tls.key.PemText;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Certificates made here, and what others say of them. */
class AuthorityTest {
    private static final String SERVER_AUTH = "1.3.6.1.5.5.7.3.1";
    private static final String CLIENT_AUTH = "1.3.6.1.5.5.7.3.2";
    private static final String[] NAMES = {
        "localhost", "127.0.0.1", "::1", "*.example.test", "ops@example.test", "spiffe://test/a"
    };

    @TempDir private Path folder;

    private static void validate(Authority root, Identity identity) throws Exception {
        PKIXParameters parameters =
                new PKIXParameters(Set.of(new TrustAnchor(root.identity().certificate(), null)));
        parameters.setRevocationEnabled(false);
        parameters.setDate(Date.from(Issued.NOW));
        CertPathValidator.getInstance("PKIX")
                .validate(
                        CertificateFactory.getInstance("X.509").generateCertPath(identity.chain()),
                        parameters);
    }

    private Path write(String name, List<X509Certificate> chain) throws Exception {
        return Files.writeString(folder.resolve(name), PemText.of(chain));
    }

    @ParameterizedTest
    @EnumSource
    void javaOpenSslAndGnuTlsTakeWhatIsIssued(KeyKind kind) throws Exception {
        CertificateTerms terms = Issued.terms(Purpose.AUTHORITY).withCommonName("root");
        Authority root = Authority.create(terms.withKey(kind), new SecureRandom());
        Authority below = Issued.below(root, "below");
        OpenSsl openssl = new OpenSsl(folder);
        write("root.pem", root.identity().chain());
        for (Authority issuer : List.of(root, below)) {
            Identity server = Issued.server(issuer, kind, NAMES);
            Identity client = Issued.client(issuer, kind, "ada@example.test");
            validate(root, server);
            validate(root, client);
            write("server.pem", server.chain());
            write("client.pem", client.chain());
            String verify = "verify -x509_strict -CAfile root.pem -untrusted server.pem ";
            for (String name :
                    List.of(
                            "-verify_hostname localhost",
                            "-verify_ip 127.0.0.1",
                            "-verify_ip ::1",
                            "-verify_hostname a.example.test",
                            "-verify_email ops@example.test")) {
                assertThat(openssl.run(verify + "-purpose sslserver " + name + " server.pem"))
                        .isEqualTo("server.pem: OK\n");
            }
            assertThat(openssl.run(verify + "-purpose sslclient client.pem"))
                    .isEqualTo("client.pem: OK\n");
        }
    }

    @Test
    void gnuTlsReadsWhatIsIssued() throws Exception {
        Authority root = Issued.root("root");
        Identity server = Issued.server(root, KeyKind.EC, NAMES);
        write("server.pem", List.of(server.certificate(), root.identity().certificate()));
        write("root.pem", root.identity().chain());
        OpenSsl programs = new OpenSsl(folder);
        assertThat(programs.program("certtool", "-i", "--infile", "server.pem"))
                .contains("DNSname: localhost", "IPAddress: ::1", "URI: spiffe://test/a")
                .contains("RFC822Name: ops@example.test", "TLS WWW Server");
        String verified =
                programs.program(
                        "certtool",
                        "--verify",
                        "--load-ca-certificate",
                        "root.pem",
                        "--infile",
                        "server.pem");
        assertThat(verified).contains("Chain verification output: Verified.");
    }

    @Test
    void openSslRefusesAClientsForAServer() throws Exception {
        Authority root = Issued.root("root");
        write("root.pem", root.identity().chain());
        write("client.pem", Issued.client(root, KeyKind.EC, "ada@example.test").chain());
        assertThatThrownBy(() ->
                        new OpenSsl(folder)
                                .run("verify -purpose sslserver -CAfile root.pem client.pem"))
                .hasMessageContaining("unsuitable certificate purpose");
    }

    @Test
    void aCertificateSaysWhatItIsFor() throws Exception {
        Authority root = Issued.root("root");
        X509Certificate ca = root.identity().certificate();
        X509Certificate server = Issued.server(root, KeyKind.EC, NAMES).certificate();
        X509Certificate rsa = Issued.server(root, KeyKind.RSA, NAMES).certificate();
        X509Certificate client = Issued.client(root, KeyKind.EC, "ada").certificate();
        assertThat(ca.getVersion()).isEqualTo(3);
        assertThat(ca.getBasicConstraints()).isEqualTo(Integer.MAX_VALUE);
        assertThat(ca.getKeyUsage()).containsSequence(true, true).startsWith(false, false);
        assertThat(ca.getExtendedKeyUsage()).isNull();
        assertThat(server.getBasicConstraints()).isEqualTo(-1);
        assertThat(server.getKeyUsage()).startsWith(true, false, false, false);
        assertThat(rsa.getKeyUsage()).startsWith(true, false, true, false);
        assertThat(server.getExtendedKeyUsage()).containsExactly(SERVER_AUTH);
        assertThat(client.getExtendedKeyUsage()).containsExactly(CLIENT_AUTH);
        assertThat(server.getNotBefore()).isEqualTo(Date.from(Issued.NOW.minusSeconds(3_600)));
        assertThat(server.getNotAfter()).isEqualTo(Date.from(Issued.NOW.plus(Issued.VALID)));
        assertThat(server.getSubjectAlternativeNames())
                .hasSize(NAMES.length)
                .contains(List.of(2, "localhost"), List.of(7, "127.0.0.1"))
                .contains(List.of(7, "0:0:0:0:0:0:0:1"), List.of(1, "ops@example.test"))
                .contains(List.of(6, "spiffe://test/a"));
    }

    @Test
    void anIdentityHasTheNamesThatPeersLookFor() throws Exception {
        Identity server = Issued.server(Issued.root("root"), KeyKind.EC, NAMES);
        assertThat(server.names())
                .containsExactly("localhost", "127.0.0.1", "0:0:0:0:0:0:0:1", "*.example.test");
    }

    @Test
    void serialNumbersAreRandomAndPositive() throws Exception {
        Authority root = Issued.root("root");
        Set<String> serials = new HashSet<>();
        for (int i = 0; i < 50; i++) {
            Identity each = Issued.server(root, KeyKind.EC, "localhost");
            assertThat(each.certificate().getSerialNumber().signum()).isPositive();
            assertThat(each.serial()).hasSize(32);
            assertThat(serials.add(each.serial())).isTrue();
        }
    }

    @Test
    void whatAnotherHasSignedIsNotTaken() throws Exception {
        Identity server = Issued.server(Issued.root("root"), KeyKind.EC, "localhost");
        Authority namesake = Issued.root("root");
        assertThatThrownBy(() -> validate(namesake, server))
                .isInstanceOf(CertPathValidatorException.class);
    }

    @Test
    void aTimeThatEndsBeforeItBeginsIsRefused() {
        Duration none = Duration.ofHours(-1);
        assertThatThrownBy(() -> CertificateTerms.of(Purpose.SERVER, List.of(), Issued.NOW, none))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "localhost, DNS, localhost",
        "Example.TEST, DNS, example.test",
        "*.example.test, DNS, *.example.test",
        "b\u00fccher.example, DNS, xn--bcher-kva.example",
        "_dmarc.example, DNS, _dmarc.example",
        "10.0.0.1, IP, 10.0.0.1",
        "2001:DB8::1, IP, 2001:db8::1",
        "ada@example.test, EMAIL, ada@example.test",
        "https://example.test/, URI, https://example.test/",
    })
    void aNameHasTheFormThatItLooksLike(String text, SubjectName.Kind kind, String written) {
        assertThat(SubjectName.parse(text)).isEqualTo(new SubjectName(kind, written));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "a..b",
                "-a",
                "a-",
                "a b",
                "*",
                "a*.example",
                "*.*.example",
                "localhost:80",
                "1.2.3",
                "12",
                "999.1.1.1",
                "[::1]",
                "fe80::1%eth0",
                "::g",
                "a/b",
                "ad\u00e4@",
                "@x"
            })
    void whatIsNoNameIsRefused(String text) {
        assertThatThrownBy(() -> SubjectName.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("\"" + text + "\"");
    }
}
