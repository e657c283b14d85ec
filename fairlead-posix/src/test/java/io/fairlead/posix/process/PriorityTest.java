package io.fairlead.posix.process;

import static io.fairlead.posix.Native.ok;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.posix.Errno;
import io.fairlead.posix.Posix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class PriorityTest {
    private static final int NICE = 19 - 3; // its place in stat of proc(5), after the name

    private static int nice() throws IOException {
        String stat = Files.readString(Path.of("/proc/thread-self/stat"));
        return Integer.parseInt(stat.substring(stat.indexOf(") ") + 2).split(" ", -1)[NICE]);
    }

    @Test
    void aThreadIsNiceAloneAndTheOthersAreNot() throws Exception {
        int before = nice();
        CompletableFuture<Integer> seen = new CompletableFuture<>();
        Thread.ofPlatform()
                .start(() -> {
                    try {
                        Priority priority = new Priority(new Posix());
                        ok(priority.setpriority(Priority.SELF, Priority.NICE_LOW));
                        seen.complete(nice());
                    } catch (IOException | RuntimeException | Error e) {
                        seen.completeExceptionally(e);
                    }
                })
                .join();
        assertThat(seen.get()).isEqualTo(Priority.NICE_LOW);
        assertThat(nice()).isEqualTo(before);
    }

    @Test
    void aThreadThatIsNotThere() {
        Priority priority = new Priority(new Posix());
        assertThat(priority.setpriority(Integer.MAX_VALUE, Priority.NICE_LOW))
                .isEqualTo(-Errno.ESRCH);
    }
}
