package io.fairlead.exec.command;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file is believed if root and the server's user alone can change it, and what it names. */
class TrustTest {
    private static final int STRANGER = 65_534;

    @TempDir private Path root = Path.of("");
    private Path folder = root;
    private Path file = root;
    private Path program = root;

    @BeforeEach
    void write() throws IOException {
        folder = Files.createDirectory(root.resolve("folder"));
        program = Files.copy(Path.of("/bin/true"), folder.resolve("program"));
        file = folder.resolve("commands.yaml");
        Files.writeString(file, "commands: {a: {program: %s}}".formatted(program));
        allow(folder, "rwxr-xr-x");
        allow(program, "rwxr-xr-x");
        allow(file, "rw-r--r--");
    }

    private static void allow(Path path, String rights) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(rights));
    }

    private static void refused(Path read, String... parts) {
        assertThatThrownBy(() -> CommandFile.read(read))
                .isInstanceOf(CommandFileException.class)
                .hasMessageContainingAll(parts);
    }

    @Test
    void whatNobodyElseCanChangeIsRead() throws Exception {
        CommandFile.read(file);
    }

    @Test
    void aFileThatOthersCanWriteToIsRefused() throws Exception {
        allow(file, "rw-rw-r--");
        refused(file, file + ": it is writable by its group", "chmod g-w " + file);
        allow(file, "rw-rw-rw-");
        refused(file, file + ": it is writable by all", "chmod o-w " + file);
    }

    @Test
    void aFolderOnTheWayThatOthersCanWriteToIsRefused() throws Exception {
        allow(folder, "rwxrwxr-x");
        refused(file, folder + ": it is writable by its group");
        allow(folder, "rwxrwxrwx");
        refused(file, folder + ": it is writable by all");
        Files.setAttribute(folder, "unix:mode", 01777);
        CommandFile.read(file); // as in /tmp: what is another's cannot be changed there
    }

    @Test
    void aProgramThatOthersCanWriteToIsRefused() throws Exception {
        allow(program, "rwxrwxr-x");
        refused(file, program + ": it is writable by its group");
    }

    @Test
    void aLinkIsFollowedThroughAllFoldersOnTheWay() throws Exception {
        Path open = Files.createDirectory(root.resolve("open"));
        Path second = Files.createSymbolicLink(open.resolve("second"), file);
        Path first = Files.createSymbolicLink(root.resolve("first"), second);
        CommandFile.read(first);
        allow(open, "rwxrwxrwx");
        refused(first, open + ": it is writable by all");
    }

    @Test
    void whatBelongsToAnotherIsRefused() throws Exception {
        assumeTrue(CommandRig.isRoot(), "root alone can give files away");
        for (Path path : new Path[] {program, folder, file}) {
            Files.setAttribute(path, "unix:uid", STRANGER);
            refused(file, path + ": it belongs to", "chown it to root");
            Files.setAttribute(path, "unix:uid", 0);
        }
    }
}
