package io.fairlead.exec.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/** Files of commands: the right ones, and what is said of the wrong ones. */
class CommandFileTest {
    @TempDir private Path folder = Path.of("/nowhere");

    private CommandFile read(String text) throws Exception {
        Path file = folder.resolve("c.yaml");
        Files.writeString(file, text);
        return CommandFile.read(file);
    }

    @Test
    void aFileIsRead() throws Exception {
        CommandFile file =
                read(
                        """
                        users: [alice, 1000]
                        limits: {seconds: 5}
                        commands:
                          b: {program: /bin/true, limits: {at-once: 1}}
                          a:
                            program: /bin/echo
                            summary: says it
                            arguments: [-n, "{x}"]
                            parameters: {x: {type: word, among: [yes, no], default: no}}
                        """);
        assertThat(file.users()).containsExactly("alice", "1000");
        assertThat(file.commands()).containsOnlyKeys("b", "a");
        Command b = file.commands().firstEntry().getValue();
        assertThat(b.limits().time()).isEqualTo(Duration.ofSeconds(5));
        assertThat(b.limits().atOnce()).isEqualTo(1);
        Command a = file.commands().lastEntry().getValue();
        assertThat(a.argumentsWith(List.of())).containsExactly("-n", "no");
        assertThat(a.usage()).isEqualTo("usage: a [x]");
    }

    /** In the file, | stands for a newline; each names the line, the key, and what is allowed. */
    @ParameterizedTest
    @CsvFileSource(resources = "wrong-files.txt", delimiter = '@', quoteCharacter = '\0')
    void aWrongFileIsNamedByLineAndKey(String text, String sentence) {
        assertThatThrownBy(() -> read(text.replace('|', '\n')))
                .isInstanceOf(CommandFileException.class)
                .hasMessageContaining(sentence);
    }

    @Test
    void whatIsNestedTooDeepIsSaid() {
        assertThatThrownBy(() -> read("commands:\n  a: " + "[".repeat(100_000)))
                .isInstanceOf(CommandFileException.class)
                .hasMessageContaining(":2: lists and maps are nested deeper than 32");
        String pattern = "(".repeat(100_000) + ")".repeat(100_000);
        assertThatThrownBy(() ->
                        read(
                                "commands: {a: {program: /bin/true, parameters: {x: {type: text,"
                                        + " pattern: \"%s\"}}}}".formatted(pattern)))
                .isInstanceOf(CommandFileException.class)
                .hasMessageContaining("pattern is not a regular expression: Stack overflow");
    }

    @Test
    void whatIsNoFileIsNamedForWhatItIs() {
        assertThatThrownBy(() -> CommandFile.read(folder))
                .hasMessageContaining("not a regular file");
        assertThatThrownBy(() -> CommandFile.read(folder.resolve("x")))
                .hasMessageContaining("no such file");
    }

    @Test
    void anExpressionThatTakesForEverIsNotMatched() throws Exception {
        CommandFile file =
                read(
                        """
                        commands:
                          a:
                            program: /bin/echo
                            arguments: ["{x}"]
                            parameters: {x: {type: text, pattern: "(a+)+b"}}
                        """);
        Command a = file.commands().firstEntry().getValue();
        assertThat(a.argumentsWith(List.of("aab"))).containsExactly("aab");
        assertThatThrownBy(() -> a.argumentsWith(List.of("a".repeat(200))))
                .hasMessageContaining("is not text that matches");
    }
}
