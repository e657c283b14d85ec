package io.fairlead.server.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ComputeThreadsTest {
    private static final int NICE = 19 - 3; // its place in stat of proc(5), after the name

    /** A handshake may take as long as it likes of a processor that no loop wants. */
    @Test
    void theLoopsGoFirst() throws Exception {
        CompletableFuture<String> stat = new CompletableFuture<>();
        Host.MACHINE.compute(() -> {
            try {
                stat.complete(Files.readString(Path.of("/proc/thread-self/stat")));
            } catch (IOException e) {
                stat.completeExceptionally(e);
            }
        });
        String[] fields = stat.get().substring(stat.get().indexOf(") ") + 2).split(" ", -1);
        assertThat(fields[NICE]).isEqualTo("10");
    }
}
