package io.fairlead.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.io.PrintStream;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The commands that are run for the cache of classes. */
class RehearsalTest {
    @Test
    void everyCommandSucceedsAndPrintsNothing() {
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
        assertThat(Thread.getAllStackTraces().keySet())
                .filteredOn(thread -> thread.getName().startsWith("fairlead"))
                .as("its server has ended")
                .isSubsetOf(before);
    }
}
