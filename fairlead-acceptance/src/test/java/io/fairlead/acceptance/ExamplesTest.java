package io.fairlead.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.client.Client;
import io.fairlead.house.Repository;
import io.fairlead.service.Connection;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The examples of the documents, run as a reader would run them, but on a free port. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD) // ends blocked reads
class ExamplesTest {
    @TempDir private Path folder;
    private @Nullable Process server;

    @AfterEach
    void stopServer() throws Exception {
        if (server == null) return;
        server.destroy();
        assertThat(server.waitFor()).as("SIGTERM drains and ends").isEqualTo(128 + 15);
    }

    @Test
    void upperServesAndShoutTalksToIt() throws Exception {
        String port = startServer("Upper.java", ":7001");
        Process shout = java("Shout.java", ":7001", ":" + port);
        assertThat(shout.inputReader().readLine()).isEqualTo("HELLO");
        assertThat(shout.waitFor()).isZero();
    }

    @Test
    void greeterHoldsAConversation() throws Exception {
        String port = startServer("Greeter.java", ":7002");
        Process nc = new ProcessBuilder("nc", "-N", "127.0.0.1", port).start();
        try (BufferedReader answers = nc.inputReader()) {
            assertThat(answers.readLine()).isEqualTo("What is your name?");
            try (BufferedWriter typed = nc.outputWriter()) {
                typed.write("Ada\n");
            } // nc ends when its own input has ended, too
            assertThat(answers.readLine()).isEqualTo("Welcome, Ada!");
            assertThat(answers.readLine()).isNull();
        }
    }

    @Test
    void boardSendsALineToEverybody() throws Exception {
        String port = startServer("Board.java", ":7003");
        try (Connection ada = Client.connect("tcp://:" + port);
                Connection bob = Client.connect("tcp://:" + port)) {
            ada.writeLine("first"); // its echo says that the server knows ada
            ada.flush();
            assertThat(ada.readLine()).isEqualTo("first");
            bob.writeLine("second");
            bob.flush();
            assertThat(ada.readLine()).isEqualTo("second");
        }
    }

    private String startServer(String example, String endpoint) throws IOException {
        Process started = java(example, endpoint, ":0");
        server = started;
        String line = started.inputReader().readLine();
        assertThat(line).contains("tcp://127.0.0.1:");
        return line.substring(line.lastIndexOf(':') + 1);
    }

    private Process java(String example, String endpoint, String replacement) throws IOException {
        Path source = Repository.root().resolve("docs/examples").resolve(example);
        Path copy = folder.resolve(example);
        Files.writeString(copy, Files.readString(source).replace(endpoint, replacement));
        Path classes = Repository.root().resolve("fairlead-core/target/classes");
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return new ProcessBuilder(List.of(java, "-cp", classes.toString(), copy.toString()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }
}
