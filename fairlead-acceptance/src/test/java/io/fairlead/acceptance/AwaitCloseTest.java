package io.fairlead.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.client.Client;
import io.fairlead.service.Connection;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a program does after its servers have ended. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD) // ends blocked reads
class AwaitCloseTest {
    private static final String PROGRAM =
            """
            import io.fairlead.frame.Codec;
            import io.fairlead.server.Server;

            void main() throws Exception {
                Server one = Server.at("tcp://:0").codec(Codec.lines()).serve((p, f) -> p.send(f));
                Server two = Server.at("tcp://:0").codec(Codec.lines()).serve((p, f) -> p.send(f));
                Thread main = Thread.currentThread();
                Thread.ofPlatform().start(() -> { // a signal before the wait would end it at once
                    while (main.getState() != Thread.State.WAITING) Thread.onSpinWait();
                    IO.println(one.port() + "\\n" + two.port());
                });
                Server.awaitAll(one, two);
                IO.println("after");
                IO.println("and " + IO.readln());
                END
            }
            """;

    @TempDir private Path folder;

    /** It waits for its input, which comes when its servers are gone: the process waits for it. */
    @Test
    void itRunsBeforeTheProcessEnds() throws Exception {
        Process process = start("");
        try (BufferedReader said = process.inputReader();
                BufferedWriter typed = process.outputWriter()) {
            String one = said.readLine();
            String two = said.readLine();
            try (Connection client = Client.connect("tcp://:" + one)) {
                process.toHandle().destroy();
                assertThat(client.readLine()).as("a drain").isNull();
            }
            assertThat(said.readLine()).isEqualTo("after");
            for (String port : new String[] {one, two}) assertThat(isServed(port)).isFalse();
            typed.write("more\n");
            typed.flush();
            assertThat(said.readLine()).isEqualTo("and more");
        }
        assertThat(process.waitFor()).isEqualTo(128 + 15);
    }

    /** To exit in there waits for the end that has begun already, and must not hold it up. */
    @Test
    void itMayExit() throws Exception {
        Process process = start("System.exit(7);");
        try (BufferedReader said = process.inputReader();
                BufferedWriter typed = process.outputWriter()) {
            said.readLine();
            said.readLine();
            process.toHandle().destroy();
            assertThat(said.readLine()).isEqualTo("after");
            typed.write("more\n");
            typed.flush();
            long beganNs = System.nanoTime();
            assertThat(process.waitFor()).isEqualTo(128 + 15);
            assertThat(System.nanoTime() - beganNs).isLessThan(9_000_000_000L);
        }
    }

    private Process start(String end) throws IOException {
        Path source = folder.resolve("Program.java");
        Files.writeString(source, PROGRAM.replace("END", end));
        return SourceProgram.start(source);
    }

    private static boolean isServed(String port) {
        try (Connection _ = Client.connect("tcp://:" + port)) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
