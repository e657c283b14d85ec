package io.fairlead.tls.key;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fairlead.tls.Issued;
import io.fairlead.tls.der.Der;
import io.fairlead.tls.issue.Authority;
import io.fairlead.tls.issue.KeyKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files as people give them by mistake, and what they are told. */
class KeyFileFaultsTest {
    private static final String MARK = "\ufeff";

    @TempDir private static Path folder;

    private static Identity identity;
    private static String cert = "";
    private static String key = "";

    @BeforeAll
    static void issue() throws Exception {
        identity = Issued.server(Issued.root("root"), KeyKind.EC, "gateway.example");
        cert = PemText.of(identity.chain());
        key = PemText.of(identity.key());
    }

    private static Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private static Identity read(String certs, String keys) throws IOException {
        return read(file("gateway.pem", certs), file("gateway.key", keys));
    }

    private static Identity read(Path certs, Path keys) throws IOException {
        return new IdentityFiles(certs, keys).read(PasswordSource.NONE, Issued.NOW);
    }

    private static void assertFault(String certs, String keys, String sentence) {
        assertThatThrownBy(() -> read(certs, keys))
                .isInstanceOf(KeyFileException.class)
                .hasMessage(folder + "/" + sentence);
    }

    @Test
    void textBetweenBlocksAndOtherLineEndsAreRead() throws Exception {
        String text = "Bag Attributes\n    friendlyName: gateway\n\n";
        for (String certs :
                List.of(
                        text + cert + text,
                        MARK + cert,
                        cert.replace("\n", "\r\n"),
                        cert.replace("\n", "\r"),
                        cert.strip(),
                        cert.replaceAll("(?m)^", "    "),
                        key + cert,
                        cert.strip() + key)) {
            assertThat(read(certs, key)).isEqualTo(identity);
        }
        assertThat(read(cert, text + MARK + "\n" + key.replace("\n", "\r\n"))).isEqualTo(identity);
        Path utf16 = Files.write(folder.resolve("utf16"), (MARK + cert + key).getBytes(UTF_16LE));
        assertThat(read(utf16, utf16)).isEqualTo(identity);
    }

    @Test
    void oneForTheOtherIsNamed() {
        assertFault(
                cert,
                "\n" + cert,
                "gateway.key, line 2: a certificate where a private key was wanted; give it as the"
                        + " certificate (--cert)");
        assertFault(
                key,
                key,
                "gateway.pem, line 1: a private key where a certificate was wanted; give it as the"
                        + " key (--key)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "PUBLIC KEY|a public key where a private key was wanted; the private key was"
                        + " written to another file when the two were made",
                "CERTIFICATE REQUEST|a request for a certificate where a private key was wanted;"
                        + " send it to an authority, which answers with the certificate",
                "X509 CRL|a list of revoked certificates where a private key was wanted; it is not"
                        + " needed here",
                "PGP MESSAGE|\"PGP MESSAGE\" where a private key was wanted; it is not needed here",
                "OPENSSH PRIVATE KEY|a private key of OpenSSH where a key for TLS was wanted; write"
                        + " it in another form: ssh-keygen -p -m PKCS8 -f FILE",
                "DSA PRIVATE KEY|a private key for DSA, which TLS 1.3 does not have, where a key"
                        + " for TLS was wanted; make an EC key",
            })
    void anotherKindOfBlockIsNamed(String label, String sentence) {
        String block = "-----BEGIN %s-----\nAAAA\n-----END %s-----\n".formatted(label, label);
        assertFault(cert, block, "gateway.key, line 1: " + sentence);
    }

    @Test
    void aFileThatCannotBeReadIsSaid() throws Exception {
        Path certs = file("gateway.pem", cert);
        assertThatThrownBy(() -> read(certs, folder))
                .hasMessage(folder + ": a directory where a file was wanted");
        assertThatThrownBy(() -> read(certs, folder.resolve("absent")))
                .hasMessage(folder + "/absent: there is no such file");
        Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("gone"));
        assertThatThrownBy(() -> read(certs, link))
                .hasMessage(link + ": the link leads to gone, which is not there");
    }

    /** Some files of sysfs(5) are for writing alone, even for root. */
    @Test
    void aFileThatThisUserMayNotReadIsSaid() throws Exception {
        Path secret = file("secret", key);
        assertThat(secret.toFile().setReadable(false, false)).isTrue();
        String pages = "/sys/kernel/mm/hugepages/hugepages-%skB/demote";
        Path unreadable =
                Stream.of(secret.toString(), pages.formatted(2048), pages.formatted(1_048_576))
                        .map(Path::of)
                        .filter(each -> Files.exists(each) && !isReadable(each))
                        .findFirst()
                        .orElse(folder);
        assumeTrue(!unreadable.equals(folder), "this user may read all");
        assertThatThrownBy(() -> read(file("gateway.pem", cert), unreadable))
                .hasMessage(
                        "%s: this user (%s) may not read it; see who may: ls -l %s",
                        unreadable, System.getProperty("user.name"), unreadable);
    }

    private static boolean isReadable(Path file) {
        try {
            byte[] _ = Files.readAllBytes(file);
            return true;
        } catch (IOException no) {
            return false;
        }
    }

    @Test
    void whatIsTooMuchIsRefused() throws Exception {
        String line = "x".repeat(1023) + "\n";
        assertFault(
                cert,
                key + line.repeat(4 << 10),
                "gateway.key: it is longer than 4 MiB, which no file of keys or certificates is");
        assertThat(read(cert, key + line.repeat((4 << 10) - 1))).isEqualTo(identity);
        String block = "-----BEGIN X-----\nAAAA\n-----END X-----\n";
        assertFault(
                cert,
                key + block.repeat(1_000),
                "gateway.key, line 3002: more than 1000 blocks are in the file");
        assertThat(read(cert, key + block.repeat(999))).isEqualTo(identity);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void bytesInThePlaceOfPemAreNamed(int what) throws Exception {
        byte[] bytes =
                switch (what) {
                    case 0 -> identity.certificate().getEncoded();
                    case 1 -> identity.key().getEncoded();
                    case 2 -> Der.sequence(Der.integer(3));
                    default -> Der.sequence(Der.none());
                };
        Path der = Files.write(folder.resolve("der"), bytes);
        String sentence =
                List.of(
                                "a certificate in DER where PEM was wanted; write it as PEM:"
                                        + " openssl x509 -inform DER -in %s -out %s.pem",
                                "a private key in DER where PEM was wanted; write it as PEM:"
                                        + " openssl pkey -inform DER -in %s -out %s.pem",
                                "a PKCS #12 file where PEM was wanted; for a server or a client,"
                                        + " give it as the certificate (--cert) and no key; to have"
                                        + " what is in it as PEM: openssl pkcs12 -nodes -in %s",
                                "bytes (in DER) where PEM was wanted; openssl asn1parse -inform DER"
                                        + " -in %s shows what they are")
                        .get(what)
                        .replace("%s", der.toString());
        assertThatThrownBy(() -> TrustedCertificates.read(der)).hasMessage(der + ": " + sentence);
    }

    @Test
    void whatHasEndedOrNotBegunIsSaid() throws Exception {
        Authority root = Issued.root("root");
        Instant begin = Issued.NOW.minus(Duration.ofDays(1));
        Identity late = Issued.between(root, begin, Issued.NOW);
        IdentityFiles files =
                new IdentityFiles(
                        file("late.pem", PemText.of(late.chain())),
                        file("late.key", PemText.of(late.key())));
        String which =
                "late.pem: the certificate of CN=late.example,O=Fairlead (serial %s) "
                        .formatted(late.serial());
        assertThat(files.read(PasswordSource.NONE, Issued.NOW)).isEqualTo(late);
        assertThat(files.read(PasswordSource.NONE, begin)).isEqualTo(late);
        assertThatThrownBy(() -> files.read(PasswordSource.NONE, Issued.NOW.plusSeconds(1)))
                .hasMessage(
                        "%s/%sended at %s; ask its authority for a new one",
                        folder, which, Words.time(Issued.NOW));
        Instant before = begin.minusSeconds(1);
        assertThatThrownBy(() -> files.read(PasswordSource.NONE, before))
                .hasMessage(
                        "%s/%sbegins only at %s; this machine's clock says %s",
                        folder, which, Words.time(begin), Words.time(before));
    }

    @Test
    void aKeyThatDoesNotFitIsSaid() throws Exception {
        Identity other = Issued.server(Issued.root("root"), KeyKind.RSA, "gateway.example");
        assertFault(
                cert,
                PemText.of(other.key()),
                "gateway.pem, line 1: the certificate of CN=gateway.example,O=Fairlead does not fit"
                        + " the key in "
                        + folder
                        + "/gateway.key: one is for EC, the other RSA; give the key that it was"
                        + " requested with");
    }
}
