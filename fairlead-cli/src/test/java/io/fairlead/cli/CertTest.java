package io.fairlead.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.tls.key.Identity;
import io.fairlead.tls.key.IdentityFiles;
import io.fairlead.tls.key.PasswordSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code fairlead cert}: what it writes, and what it never overwrites. */
class CertTest {
    @TempDir private Path folder;

    private CertRuns runs;

    @BeforeEach
    void use() {
        runs = new CertRuns(folder);
    }

    private static String mode(Path file) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    @Test
    void theFirstRunMakesAnAuthorityAndEachACertificate() throws Exception {
        Run first = runs.cert("localhost", "127.0.0.1", "::1");
        assertThat(first.exit()).isZero();
        Path authority = runs.home().resolve("fairlead/authority");
        assertThat(first.err.text())
                .isEqualTo("fairlead: made your authority: " + authority + "\n");
        Identity identity = runs.written("localhost");
        identity.certificate().verify(runs.authority().getPublicKey());
        assertThat(identity.names()).containsExactly("localhost", "127.0.0.1", "0:0:0:0:0:0:0:1");
        assertThat(first.out.text())
                .startsWith(
                        "Wrote %s and %s:\n"
                                .formatted(
                                        runs.out("localhost.pem"), runs.out("localhost-key.pem")))
                .contains("for localhost, 127.0.0.1, ::1, until ")
                .contains("fairlead serve echo=tls://:7443 --cert " + runs.out("localhost.pem"))
                .contains("fairlead connect tls://localhost:7443 --ca \"$(fairlead cert --ca)\"\n")
                .contains("Whoever has " + authority.resolve("ca-key.pem") + " can pose");

        X509Certificate before = runs.authority();
        Run second = runs.cert("::1");
        assertThat(second.err.text()).isEmpty();
        assertThat(runs.authority()).isEqualTo(before);
        assertThat(runs.written("__1").names()).containsExactly("0:0:0:0:0:0:0:1");
        assertThat(second.out.text()).contains("connect tls://[::1]:7443 ");
    }

    @Test
    void keysAreForTheirOwnerAlone() throws Exception {
        assertThat(runs.cert("--p12", "localhost").exit()).isZero();
        assertThat(mode(runs.out("localhost-key.pem"))).isEqualTo("rw-------");
        assertThat(mode(runs.out("localhost.p12"))).isEqualTo("rw-------");
        assertThat(mode(runs.home().resolve("fairlead"))).isEqualTo("rwx------");
        assertThat(mode(runs.home().resolve("fairlead/authority"))).isEqualTo("rwx------");
        assertThat(mode(runs.home().resolve("fairlead/authority/ca-key.pem")))
                .isEqualTo("rw-------");
        try (Stream<Path> all = Files.list(runs.home().resolve("fairlead"))) {
            assertThat(all).containsExactly(runs.home().resolve("fairlead/authority"));
        }
        try (Stream<Path> all = Files.list(runs.out(""))) {
            assertThat(all).hasSize(3);
        }
    }

    /** A key that others could read is replaced by one that they cannot. */
    @Test
    void anEarlierCertificateIsReplaced() throws Exception {
        Run _ = runs.cert("localhost");
        String before = runs.written("localhost").serial();
        Files.setPosixFilePermissions(
                runs.out("localhost-key.pem"), PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(runs.cert("localhost").exit()).isZero();
        assertThat(runs.written("localhost").serial()).isNotEqualTo(before);
        assertThat(mode(runs.out("localhost-key.pem"))).isEqualTo("rw-------");
    }

    @ParameterizedTest
    @CsvSource({"localhost.pem, ", "localhost-key.pem, ", "localhost.p12, --p12"})
    void whatIsNotItsOwnIsKept(String name, @Nullable String option) throws Exception {
        Files.createDirectories(runs.out(""));
        Files.writeString(runs.out(name), "precious");
        String[] words =
                option == null ? new String[] {"localhost"} : new String[] {option, "localhost"};
        Run refused = runs.cert(words);
        assertThat(refused.exit()).isEqualTo(6);
        assertThat(refused.err.text())
                .endsWith(
                        "fairlead: "
                                + runs.out(name)
                                + " is there already, and not with a certificate of this"
                                + " authority; choose another --dir, or replace it with --force"
                                + " [exit 6, address]\n");
        assertThat(runs.out(name)).hasContent("precious");
        try (Stream<Path> all = Files.list(runs.out(""))) {
            assertThat(all).containsExactly(runs.out(name));
        }
        List<String> forced = new ArrayList<>(List.of(words));
        forced.add("--force");
        assertThat(runs.cert(forced.toArray(String[]::new)).exit()).isZero();
        assertThat(runs.written("localhost").names()).containsExactly("localhost");
    }

    /** Nor is the pair of another authority, as that of another user in a shared directory. */
    @Test
    void aPairOfAnotherAuthorityIsKept() throws Exception {
        Run _ = runs.cert("localhost");
        String before = runs.written("localhost").serial();
        Files.move(runs.home(), folder.resolve("other"));
        assertThat(runs.cert("localhost").exit()).isEqualTo(6);
        assertThat(runs.written("localhost").serial()).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource({
        "ada, ada-client",
        "ada@example.test, ada_example.test-client",
        "Ada L, Ada_L-client"
    })
    void aClientHasItsOwnFiles(String name, String base) throws Exception {
        Run run = runs.cert("--client", name);
        assertThat(run.exit()).isZero();
        X509Certificate certificate = runs.written(base).certificate();
        assertThat(certificate.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.2");
        assertThat(certificate.getSubjectX500Principal().getName())
                .isEqualTo("CN=" + name + ",O=Fairlead");
        assertThat(run.out.text())
                .contains("fairlead connect tls://HOST:PORT --cert " + runs.out(base + ".pem"));
    }

    @Test
    void theKeyIsOfTheTypeThatWasAskedFor() throws Exception {
        for (String type : List.of("ec", "ed25519", "RSA")) {
            assertThat(runs.cert("localhost", "--key-type", type).exit()).isZero();
            assertThat(runs.written("localhost").key().getAlgorithm())
                    .isEqualTo(type.equals("ed25519") ? "EdDSA" : type.toUpperCase(Locale.ROOT));
        }
    }

    @Test
    void itIsValidForAsLongAsWasAskedFor() throws Exception {
        for (int days : new int[] {1, 398}) {
            assertThat(runs.cert("localhost", "--days", Integer.toString(days)).exit()).isZero();
            Duration left = Duration.between(Instant.now(), runs.written("localhost").notAfter());
            assertThat(left)
                    .isBetween(Duration.ofDays(days).minusMinutes(5), Duration.ofDays(days));
        }
    }

    @Test
    void aStoreHasTheSameIdentity() throws Exception {
        assertThat(runs.cert("--p12", "*.example.test").out.text()).contains("(password changeit)");
        Identity stored =
                IdentityFiles.of(runs.out("_wildcard.example.test.p12"))
                        .read(PasswordSource.of("changeit".toCharArray()), Instant.now());
        assertThat(stored).isEqualTo(runs.written("_wildcard.example.test"));
    }

    @Test
    void programsReadJson() throws Exception {
        assertThat(runs.cert("--json", "localhost").out.text())
                .isEqualTo(
                        ("{\"certificate\":\"%s\",\"key\":\"%s\",\"ca\":\"%s\","
                                        + "\"names\":[\"localhost\"],\"serial\":\"%s\","
                                        + "\"notAfter\":\"%s\"}\n")
                                .formatted(
                                        runs.out("localhost.pem"),
                                        runs.out("localhost-key.pem"),
                                        runs.home().resolve("fairlead/authority/ca.pem"),
                                        runs.written("localhost").serial(),
                                        runs.written("localhost").notAfter()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--p12|name what the certificate is for, as in: fairlead cert localhost",
                "--ca localhost|--ca makes no certificate; leave out localhost",
                "localhost --days 0|--days must be from 1 to 398, the most that browsers take",
                "localhost --days 399|--days must be from 1 to 398",
                "localhost:80|\"localhost:80\" is no host name, IP address, e-mail address or URI;"
                        + " write the name without a port",
                "--client a b:1|\"b:1\" is no IP address",
                "localhost --key-type dsa|there is no \"dsa\"; did you mean rsa? (there"
                        + " are ec, ed25519, rsa)",
                "localhost --dir /no/such|--dir: there is no directory /no/such",
            })
    void aWrongWordIsASentence(String line, String sentence) throws Exception {
        Run run = new Run();
        run.environment.put("XDG_DATA_HOME", runs.home().toString());
        run.start(("cert " + line).split(" ", -1));
        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err.text()).startsWith("fairlead: ").contains(sentence);
        assertThat(runs.home()).doesNotExist();
    }
}
