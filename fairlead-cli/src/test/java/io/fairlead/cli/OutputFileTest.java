package io.fairlead.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that commands write: whole or not at all, and never what is read. */
class OutputFileTest {
    @TempDir Path folder;

    private Path file(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content);
    }

    private static void write(Path file, String text) throws CommandException {
        new OutputFile(file).write(text);
    }

    private long files() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.count();
        }
    }

    @Test
    void whatFailsMidwayLeavesWhatWasThere() throws Exception {
        Path file = file("page", "before");
        assertThatThrownBy(() ->
                        new OutputFile(file)
                                .write(to -> {
                                    to.write(new byte[100_000]);
                                    throw new IOException("No space left");
                                }))
                .isInstanceOf(CommandException.class)
                .hasMessage("write " + file + ": No space left");
        assertThat(file).hasContent("before");
        assertThat(files()).isEqualTo(1);
        Path fresh = folder.resolve("fresh");
        assertThatThrownBy(() ->
                        new OutputFile(fresh)
                                .write(_ -> {
                                    throw new IllegalStateException("oh");
                                }))
                .hasMessage("oh");
        assertThat(files()).isEqualTo(1);
    }

    @Test
    void modeAndLinksAreKept() throws Exception {
        Path file = file("page", "before");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("page"));
        write(link, "after");
        assertThat(file).hasContent("after");
        assertThat(link).isSymbolicLink();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-r-----");
        Path dangling = Files.createSymbolicLink(folder.resolve("new"), Path.of("to-be-made"));
        write(dangling, "made");
        assertThat(folder.resolve("to-be-made")).hasContent("made");
    }

    @Test
    void linksThatGoRoundAreRefused() throws Exception {
        Path one = Files.createSymbolicLink(folder.resolve("one"), Path.of("two"));
        Files.createSymbolicLink(folder.resolve("two"), Path.of("one"));
        assertThatThrownBy(() -> write(one, "x")).hasMessageContaining("too many symbolic links");
    }

    @Test
    void devicesAreWrittenAsTheyAre() throws Exception {
        write(Path.of("/dev/null"), "x");
        assertThat(Files.isRegularFile(Path.of("/dev/null"))).isFalse();
        assertThatThrownBy(() -> write(Path.of("/dev/full"), "x"))
                .hasMessage("write /dev/full: No space left on device");
    }

    @Test
    void theInputIsKnownUnderWhateverName() throws Exception {
        Path input = file("capture", "packets");
        Path hard = Files.createLink(folder.resolve("hard"), input);
        Path soft = Files.createSymbolicLink(folder.resolve("soft"), input);
        for (Path name :
                new Path[] {
                    input, hard, soft, folder.resolve("../" + folder.getFileName() + "/capture")
                }) {
            assertThatThrownBy(() -> new OutputFile(name).checkIsNot(input))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage(name + " is also the input; give the output another name");
        }
        new OutputFile(file("other", "packets")).checkIsNot(input);
        new OutputFile(folder.resolve("none")).checkIsNot(input);
        new OutputFile(Path.of("/dev/null")).checkIsNot(Path.of("/dev/null"));
    }
}
