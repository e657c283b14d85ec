package io.fairlead.cli.talk.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.cli.Shell;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lines that somebody typed are nobody else's. */
class HistoryFileTest {
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private Shell shell(String stateHome) {
        return new Shell(
                InputStream.nullInputStream(),
                new ByteArrayOutputStream(),
                new PrintStream(err, true, UTF_8),
                Set.of(),
                Map.of("XDG_STATE_HOME", stateHome),
                false,
                (_, _) -> {},
                _ -> {});
    }

    @Test
    void theFileAndItsDirectoryArePrivate(@TempDir Path home) throws Exception {
        Path file = home.resolve("fairlead/connect-history");

        assertThat(HistoryFile.of(shell(home.toString()))).isEqualTo(file);
        assertThat(mode(file)).isEqualTo("rw-------");
        assertThat(mode(home.resolve("fairlead"))).isEqualTo("rwx------");
    }

    @Test
    void aFileThatOthersCouldReadIsClosedToThem(@TempDir Path home) throws Exception {
        Path file = home.resolve("fairlead/connect-history");
        Files.createDirectory(home.resolve("fairlead"));
        Files.createFile(file);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

        assertThat(HistoryFile.of(shell(home.toString()))).isEqualTo(file);
        assertThat(mode(file)).isEqualTo("rw-------");
    }

    @Test
    void withoutAPlaceNothingIsRememberedAndThatIsSaid(@TempDir Path home) throws Exception {
        Path file = Files.createFile(home.resolve("file"));

        assertThat(HistoryFile.of(shell(file.toString()))).isNull();
        assertThat(err.toString(UTF_8)).startsWith("fairlead: lines are not remembered: ");
    }

    private static String mode(Path path) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
