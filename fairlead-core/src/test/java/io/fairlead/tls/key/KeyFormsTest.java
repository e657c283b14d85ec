package io.fairlead.tls.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fairlead.tls.Issued;
import io.fairlead.tls.OpenSsl;
import io.fairlead.tls.der.Der;
import io.fairlead.tls.issue.KeyKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys and certificates as OpenSSL writes them. */
class KeyFormsTest {
    private static final String PASSWORD = "pass w\u00f6rt";

    @TempDir private Path folder;

    private OpenSsl openssl() {
        return new OpenSsl(folder);
    }

    private Path file(String name) {
        return folder.resolve(name);
    }

    /** A key, and a certificate that it signed itself. */
    private void make(String key) throws Exception {
        openssl().run("genpkey -out key.pem -algorithm " + key);
        openssl().run("req -new -x509 -key key.pem -out cert.pem -days 2 -subj /CN=forms");
    }

    private Identity read(String key, String password) throws Exception {
        return new IdentityFiles(file("cert.pem"), file(key))
                .read(PasswordSource.of(password.toCharArray()), Instant.now());
    }

    @ParameterizedTest
    @CsvSource({
        "RSA -pkeyopt rsa_keygen_bits:2048, RSA",
        "RSA-PSS -pkeyopt rsa_keygen_bits:2048, RSASSA-PSS",
        "EC -pkeyopt ec_paramgen_curve:P-256, EC",
        "EC -pkeyopt ec_paramgen_curve:P-384, EC",
        "EC -pkeyopt ec_paramgen_curve:P-521, EC",
        "ED25519, EdDSA",
        "ED448, EdDSA"
    })
    void everyAlgorithmIsRead(String key, String algorithm) throws Exception {
        make(key);
        Identity identity = read("key.pem", "");
        assertThat(identity.key().getAlgorithm()).isEqualTo(algorithm);
        assertThat(identity.chain()).hasSize(1);
        assertThat(openssl().run("x509 -noout -serial -in cert.pem").strip())
                .isEqualToIgnoringCase("serial=" + identity.serial());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pkey -traditional -in key.pem",
                "pkey -traditional -in key.pem -aes128 -passout file:password",
                "pkey -traditional -in key.pem -aes192 -passout file:password",
                "pkey -traditional -in key.pem -aes256 -passout file:password",
                "pkey -traditional -in key.pem -des3 -passout file:password",
                "pkcs8 -topk8 -nocrypt -in key.pem",
                "pkcs8 -topk8 -in key.pem -passout file:password",
                "pkcs8 -topk8 -in key.pem -v2 aes-128-cbc -v2prf hmacWithSHA1 -passout"
                        + " file:password",
                "pkcs8 -topk8 -in key.pem -v2 aes-192-cbc -v2prf hmacWithSHA384 -passout"
                        + " file:password",
                "pkcs8 -topk8 -in key.pem -v2 aes-256-cbc -v2prf hmacWithSHA512 -passout"
                        + " file:password",
                "pkcs8 -topk8 -in key.pem -v2 des3 -iter 10 -passout file:password",
            })
    void everyFormOfAKeyIsRead(String command) throws Exception {
        Files.writeString(file("password"), PASSWORD);
        for (String key : new String[] {"RSA", "EC -pkeyopt ec_paramgen_curve:P-256"}) {
            make(key);
            openssl().run(command + " -out other.pem");
            assertThat(read("other.pem", PASSWORD).certificate())
                    .isEqualTo(read("key.pem", "").certificate()); // and the key fits it
        }
    }

    /** Java says how long the key of the cipher is, which others leave out. */
    @Test
    void aKeyThatJavaHasEncryptedIsRead() throws Exception {
        Identity identity = Issued.server(Issued.root("root"), KeyKind.EC, "forms.example");
        String scheme = "PBEWithHmacSHA256AndAES_256";
        PBEKeySpec password = new PBEKeySpec("java".toCharArray());
        Cipher cipher = Cipher.getInstance(scheme);
        cipher.init(
                Cipher.ENCRYPT_MODE, SecretKeyFactory.getInstance(scheme).generateSecret(password));
        byte[] secret = cipher.doFinal(identity.key().getEncoded());
        byte[] parameters = cipher.getParameters().getEncoded();
        byte[] pbes2 = Der.sequence(Der.oid("1.2.840.113549.1.5.13"), parameters);
        byte[] block = Der.sequence(pbes2, Der.octets(secret));
        Files.writeString(
                file("java.pem"),
                "-----BEGIN ENCRYPTED PRIVATE KEY-----\n%s\n-----END ENCRYPTED PRIVATE KEY-----\n"
                        .formatted(Base64.getEncoder().encodeToString(block)));
        Files.writeString(file("cert.pem"), PemText.of(identity.chain()));
        assertThat(read("java.pem", "java").certificate()).isEqualTo(identity.certificate());
    }

    /** These have ASCII passwords only. */
    @ParameterizedTest
    @ValueSource(strings = {"PBE-SHA1-3DES", "PBE-SHA1-RC2-40"})
    void schemesBeforePbes2AreRead(String scheme) throws Exception {
        make("ED25519");
        openssl()
                .run(
                        "pkcs8 -topk8 -provider default -provider legacy -in key.pem -out other.pem"
                                + " -passout pass:old -v1 "
                                + scheme);
        assertThat(read("other.pem", "old").key()).isEqualTo(read("key.pem", "").key());
    }

    @Test
    void aSchemeThatIsNotReadIsNamedWithTheWayOut() throws Exception {
        make("ED25519");
        openssl().run("pkcs8 -topk8 -scrypt -in key.pem -out other.pem -passout pass:x");
        assertThatThrownBy(() -> read("other.pem", "x"))
                .isInstanceOf(KeyFileException.class)
                .hasMessage(
                        file("other.pem")
                                + ", line 1: the private key is encrypted with scrypt, which is not"
                                + " read here; encrypt it anew: openssl pkcs8 -topk8 -v2"
                                + " aes-256-cbc -in "
                                + file("other.pem")
                                + " -out new.key");
    }

    /** A few wrong passwords give padding that looks right; what is under it is no key then. */
    @ParameterizedTest
    @ValueSource(strings = {"pkcs8 -topk8 -iter 1", "pkey -traditional -aes128"})
    void aWrongPasswordIsSaidWhicheverItIs(String command) throws Exception {
        make("RSA -pkeyopt rsa_keygen_bits:1024");
        openssl().run(command + " -in key.pem -out other.pem -passout pass:right");
        for (int i = 0; i < 1_000; i++) {
            String wrong = "wrong" + i;
            assertThatThrownBy(() -> read("other.pem", wrong))
                    .as(wrong)
                    .hasMessageContaining("other.pem, line 1: the password is wrong");
        }
        assertThatThrownBy(() -> read("other.pem", ""))
                .hasMessageContaining("is encrypted, and there is no password");
        assertThat(read("other.pem", "right").chain()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-legacy "})
    void pkcs12IsRead(String how) throws Exception {
        make("RSA");
        openssl()
                .run(
                        "pkcs12 -export "
                                + how
                                + "-in cert.pem -inkey key.pem -out all.p12 -passout pass:x");
        IdentityFiles store = IdentityFiles.of(file("all.p12"));
        Identity identity = store.read(PasswordSource.of('x'), Instant.now());
        assertThat(identity).isEqualTo(read("key.pem", ""));
        assertThatThrownBy(() -> store.read(PasswordSource.of('y'), Instant.now()))
                .hasMessageContaining("all.p12: the password is wrong; try it: openssl pkcs12");
        assertThatThrownBy(() -> store.read(PasswordSource.NONE, Instant.now()))
                .hasMessageContaining("is encrypted, and there is no password; give it");
    }

    /** An empty password encrypts; none at all is another thing. */
    @Test
    void pkcs12WithoutAPassword() throws Exception {
        make("EC -pkeyopt ec_paramgen_curve:P-256");
        String export = "pkcs12 -export -in cert.pem -inkey key.pem -passout pass: -out ";
        openssl().run(export + "empty.p12");
        assertThat(IdentityFiles.of(file("empty.p12")).read(PasswordSource.NONE, Instant.now()))
                .isEqualTo(read("key.pem", ""));
        openssl().run(export + "none.p12 -keypbe NONE -certpbe NONE -nomac");
        IdentityFiles none = IdentityFiles.of(file("none.p12"));
        assertThatThrownBy(() -> none.read(PasswordSource.NONE, Instant.now()))
                .hasMessageContaining("one without a password, which Java does not read")
                .hasMessageContaining("openssl pkcs12 -nodes -in " + file("none.p12"));
        openssl().run("pkcs12 -nodes -in none.p12 -out all.pem -passin pass:");
        assertThat(IdentityFiles.of(file("all.pem")).read(PasswordSource.NONE, Instant.now()))
                .isEqualTo(read("key.pem", ""));
    }

    @Test
    void whatWindowsAndOpenSslCallACertificateIsRead() throws Exception {
        make("ED25519");
        openssl().run("x509 -in cert.pem -trustout -addtrust serverAuth -out trusted.pem");
        openssl().run("crl2pkcs7 -nocrl -certfile cert.pem -out chain.p7b");
        for (String name : new String[] {"trusted.pem", "chain.p7b"}) {
            IdentityFiles files = new IdentityFiles(file(name), file("key.pem"));
            assertThat(files.read(PasswordSource.NONE, Instant.now()))
                    .isEqualTo(read("key.pem", ""));
        }
    }
}
