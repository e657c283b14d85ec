package io.fairlead.tls.key;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fairlead.tls.Issued;
import io.fairlead.tls.issue.KeyKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECPoint;
import java.util.Arrays;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files that are no PEM, or were once. */
class PemDamageTest {
    private static final String BEGIN = "-----BEGIN PRIVATE KEY-----\n";
    private static final String END = "-----END PRIVATE KEY-----\n";

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

    private static Identity read(Path file) throws IOException {
        return IdentityFiles.of(file).read(PasswordSource.NONE, Issued.NOW);
    }

    private static void assertFault(String text, String sentence) throws IOException {
        Path file = Files.writeString(folder.resolve("gateway.key"), text);
        assertThatThrownBy(() -> PrivateKeyReader.read(KeyInput.of(file), PasswordSource.NONE))
                .isInstanceOf(KeyFileException.class)
                .hasMessage(file + sentence);
    }

    /** In the texts, &lt; and > stand for the lines around a key, and a / for the end of a line. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "/<AAAA/|, line 2: what begins here has no \"-----END PRIVATE KEY-----\": the file"
                        + " was cut off",
                "<AAAA/<|, line 3: a block begins within the one that begins in line 1",
                "><|, line 1: an END line without a BEGIN line before it",
                "<AAAA/-----END RSA PRIVATE KEY-----/|, line 3: the END line is not \"-----END"
                        + " PRIVATE KEY-----\", as line 1 has it",
                "<AAAA/AA\u00e4A/>|, line 3: column 3 (without the indent) is no base64: the file"
                        + " is damaged",
                "<AAAAA/>|, line 1: the base64 text that begins here is not whole: lines are"
                        + " missing",
                "<>|, line 1: the block is empty",
                "-----BEGIN PRIVATE KEY----/AAAA/>|, line 1: the BEGIN line is damaged; it is"
                        + " -----BEGIN, a space, what it is in capitals, and -----",
                "hello/|: it has no -----BEGIN ...----- line: it is no PEM, the form that"
                        + " certificates and keys are wanted in",
                "|: the file is empty",
            })
    void damageIsSaidWithItsLine(@Nullable String text, String sentence) throws Exception {
        String lines = text == null ? "" : text.replace("/", "\n");
        assertFault(lines.replace("<", BEGIN).replace(">", END), sentence);
    }

    @Test
    void aKeyInOneLineIsSaid() throws Exception {
        assertFault(
                key.replace(BEGIN, "").replace(END, ""),
                ": the line -----BEGIN ...----- is missing before the base64 text, and the line"
                        + " -----END ...----- after it");
        assertFault(
                key.replace("\n", "\\n"),
                ", line 1: the line ends are written as \\n, a backslash and a letter; make them"
                        + " line ends: printf '%b' \"$(cat FILE)\" > FILE.pem");
        assertFault(
                key.replace("\n", " "),
                ", line 1: the BEGIN line goes on after its dashes; begin a line there");
    }

    @Test
    void twoKeysAreSaid() throws Exception {
        assertFault(
                key + key,
                ", line 5: a second private key (the first is in line 1); keep the one that belongs"
                        + " to the certificate");
    }

    /** Whatever is damaged, the answer is the same identity or a sentence. */
    @Test
    void damageOfAnyKindIsASentenceOrDoesNoHarm() throws Exception {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        byte[] whole = (cert + key).getBytes(ISO_8859_1);
        for (int i = 0; i < 3_000; i++) {
            byte[] damaged = whole.clone();
            int at = random.nextInt(whole.length);
            if (i % 3 == 0) damaged = Arrays.copyOf(damaged, at);
            else damaged[at] = (byte) random.nextInt(i % 3 == 1 ? 256 : 128);
            Path file = Files.write(folder.resolve("damaged"), damaged);
            try {
                // The key itself: how its certificate writes it may have lost a byte that says
                // nothing.
                assertThat(point(read(file)))
                        .as("seed " + seed + ", number " + i)
                        .isEqualTo(point(identity));
            } catch (KeyFileException sentence) {
                assertThat(sentence).hasMessageStartingWith(file.toString());
            }
        }
    }

    private static ECPoint point(Identity one) {
        return ((ECPublicKey) one.certificate().getPublicKey()).getW();
    }
}
