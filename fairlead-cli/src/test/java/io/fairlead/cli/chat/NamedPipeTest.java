package io.fairlead.cli.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.fairlead.cli.CommandException;
import io.fairlead.cli.ExitCode;
import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class NamedPipeTest {
    @TempDir private Path folder = Path.of("");

    @BeforeEach
    void needsPipes() {
        assumeFalse(System.getProperty("os.name", "").startsWith("Windows"));
    }

    private Path path() {
        return folder.resolve("room");
    }

    @Test
    void whoReadsLaterReadsWhatCameBefore() throws Exception {
        try (NamedPipe pipe = NamedPipe.open(path())) {
            pipe.print("before");
            try (BufferedReader reader = Files.newBufferedReader(path())) {
                assertThat(reader.readLine()).isEqualTo("before");
                pipe.print("now");
                assertThat(reader.readLine()).isEqualTo("now");
            }
            pipe.print("after one has left");
            try (BufferedReader reader = Files.newBufferedReader(path())) {
                assertThat(reader.readLine()).isEqualTo("after one has left");
            }
        }
        assertThat(path()).doesNotExist();
    }

    @Test
    void nobodyWhoReadsHoldsNobodyUp() throws Exception {
        String line = "x".repeat(100);
        try (NamedPipe pipe = NamedPipe.open(path())) {
            for (int i = 0; i < 2 * NamedPipe.LINES_MAX; i++) pipe.print(line);
            pipe.print("last");
            try (BufferedReader reader = Files.newBufferedReader(path())) {
                boolean gap = false;
                String read = reader.readLine();
                for (; !read.equals("last"); read = reader.readLine()) {
                    gap |= read.endsWith("lines are lost: nothing read them)");
                }
                assertThat(gap).isTrue();
            }
        }
    }

    @Test
    void closingWaitsForNoReader() throws Exception {
        try (NamedPipe pipe = NamedPipe.open(path())) {
            for (int i = 0; i < NamedPipe.LINES_MAX; i++) pipe.print("x".repeat(100));
        }
        assertThat(path()).doesNotExist();
    }

    @Test
    void whatIsThereStays() throws Exception {
        Files.writeString(path(), "precious");
        assertThatThrownBy(() -> NamedPipe.open(path()))
                .isInstanceOfSatisfying(
                        CommandException.class,
                        e -> assertThat(e.exitCode()).isEqualTo(ExitCode.ADDRESS))
                .hasMessageContaining("not a named pipe exists there, and is not replaced");
        assertThat(path()).hasContent("precious");
    }

    @Test
    void aPipeOfOthersIsUsedAndLeft() throws Exception {
        assertThat(new ProcessBuilder("mkfifo", path().toString()).start().waitFor()).isZero();
        try (NamedPipe pipe = NamedPipe.open(path())) {
            pipe.print("hello");
            try (BufferedReader reader = Files.newBufferedReader(path())) {
                assertThat(reader.readLine()).isEqualTo("hello");
            }
        }
        assertThat(path()).exists();
    }
}
