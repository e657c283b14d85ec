package io.fairlead.cli.serve.kind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fairlead.cli.CommandException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The directory of the socket that nobody asked for by name. */
class PrivateDirectoryTest {
    @Test
    void itIsMadeWithMode0700AndFoundAgain(@TempDir Path home) throws Exception {
        Path directory = home.resolve("fairlead");
        PrivateDirectory.make(directory);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)))
                .isEqualTo("rwx------");
        assertThatCode(() -> PrivateDirectory.make(directory)).doesNotThrowAnyException();
    }

    @Test
    void oneThatOthersCanEnterIsRefused(@TempDir Path home) throws Exception {
        Path directory = Files.createDirectory(home.resolve("fairlead"));
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));

        assertThatThrownBy(() -> PrivateDirectory.make(directory))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("is accessible to others; chmod 700 it");
    }

    @Test
    void aLinkInItsPlaceIsRefused(@TempDir Path home) throws Exception {
        Path elsewhere = Files.createDirectory(home.resolve("elsewhere"));
        Path link = Files.createSymbolicLink(home.resolve("fairlead"), elsewhere);

        assertThatThrownBy(() -> PrivateDirectory.make(link))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("is not a directory");
    }
}
