package io.fairlead.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The commands that are run for the cache of classes. */
class RehearsalTest {
    @Test
    void everyCommandSucceedsAndPrintsNothing() throws Exception {
        Captured out = new Captured();
        Captured err = new Captured();
        Shell shell =
                new Shell(
                        InputStream.nullInputStream(),
                        out,
                        new PrintStream(err, true, UTF_8),
                        EnumSet.noneOf(Shell.Stream.class),
                        Map.of(),
                        false,
                        (_, _) -> {},
                        _ -> {});
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        assertThat(Rehearsal.run(shell)).as(err.text()).isZero();
        assertThat(out.text() + err.text()).isEmpty();
        Set<Thread> left = new HashSet<>(Thread.getAllStackTraces().keySet());
        left.removeAll(before);
        for (Thread thread : left) { // one that was told to end may not have done so yet
            if (!thread.getName().startsWith("fairlead")) continue;
            assertThat(thread.join(Duration.ofSeconds(60))).as("%s ends", thread).isTrue();
        }
    }
}
