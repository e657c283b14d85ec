package io.fairlead.payload.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A key log, as others write it, while it grows, and as it should not be. */
class TlsSecretsTest {
    private static final String ONE = "0a".repeat(32);
    private static final String TWO = "0b".repeat(32);
    private static final String SECRET = "77".repeat(32);

    @TempDir private Path folder;

    private static void append(Path file, String text) throws IOException {
        Path _ = Files.writeString(file, text, StandardOpenOption.APPEND);
    }

    @Test
    void aFileIsReadOnAsItGrows() throws IOException {
        Path file = Files.writeString(folder.resolve("keys"), "# comment\n");
        TlsSecrets secrets = TlsSecrets.of(file);
        assertThat(secrets.isGiven()).isTrue();
        append(file, "CLIENT_TRAFFIC_SECRET_0 " + ONE.toUpperCase(Locale.ROOT));
        secrets.refresh();
        assertThat(secrets.knows(ONE)).isFalse();
        append(file, " " + SECRET + "\r\n\nCLIENT_RANDOM " + TWO + " " + SECRET + "\n");
        secrets.refresh();
        assertThat(secrets.find("CLIENT_TRAFFIC_SECRET_0", ONE)).hasSize(32).containsOnly(0x77);
        assertThat(secrets.find("CLIENT_TRAFFIC_SECRET", ONE)).isNull();
        assertThat(secrets.find("CLIENT_TRAFFIC_SECRET_0", TWO)).isNull();
        assertThat(secrets.linesOf(Set.of(TWO, "another")))
                .isEqualTo("CLIENT_RANDOM " + TWO + " " + SECRET + "\n");
    }

    @Test
    void aFileThatWasBegunAnewIsReadFromItsBeginning() throws IOException {
        Path file = Files.writeString(folder.resolve("keys"), "x".repeat(500) + "\n");
        TlsSecrets secrets = TlsSecrets.of(file);
        Path _ = Files.writeString(file, "EXPORTER_SECRET " + ONE + " " + SECRET + "\n");
        secrets.refresh();
        assertThat(secrets.knows(ONE)).isTrue();
        Files.delete(file);
        secrets.refresh();
        assertThat(secrets.knows(ONE)).isTrue();
        assertThatThrownBy(() -> TlsSecrets.of(file)).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void whatIsNoLineOfAKeyLogIsPassedOver() {
        TlsSecrets secrets = TlsSecrets.none();
        assertThat(secrets.isGiven()).isFalse();
        secrets.add("LABEL " + ONE + "\nLABEL 0a " + SECRET + "\nLABEL " + ONE + " 7\n");
        secrets.add("LABEL " + ONE + " " + "77".repeat(200) + "\n" + "LABEL".repeat(100_000));
        assertThat(secrets.isGiven()).isFalse();
        for (int i = 0; i < 100; i++) secrets.add("L" + i + " " + ONE + " " + SECRET);
        assertThat(secrets.linesOf(Set.of(ONE)).lines()).hasSize(16);
    }
}
