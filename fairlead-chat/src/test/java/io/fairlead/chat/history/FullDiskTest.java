package io.fairlead.chat.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fairlead.chat.history.History.Query;
import io.fairlead.chat.room.Said;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A history on a disk that is full: a tmpfs of one mebibyte. Skipped where none can be mounted. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FullDiskTest {
    @TempDir private Path folder = Path.of("");

    @BeforeEach
    void mount() throws Exception {
        int exit = run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", folder.toString());
        assumeTrue(exit == 0, "a tmpfs can be mounted by root alone");
    }

    @AfterEach
    void unmount() throws Exception {
        int _ = run("umount", folder.toString());
    }

    private static int run(String... command) throws Exception {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }

    private void fill() throws IOException {
        try (OutputStream filler = Files.newOutputStream(folder.resolve("filler"))) {
            while (true) filler.write(new byte[512]);
        } catch (IOException full) {
            assertThat(full).hasMessageContaining("No space left");
        }
    }

    @Test
    void membersAreToldAndNothingIsLostThatWaited() throws Exception {
        String url = "jdbc:sqlite:" + folder.resolve("chat.db");
        try (Ledgers ledgers = new Ledgers(JdbcHistory.open(url))) {
            assertThat(ledgers.ledger.record(messages(1, 10))).isTrue();
            fill();
            long next = 11;
            // There may be room left in pages that the file has already.
            while (ledgers.ledger.record(messages(next, next + 99))) next += 100;
            next += 100;
            assertThat(ledgers.awaitFailing()).containsIgnoringCase("full");
            assertThat(ledgers.ledger.record(messages(next, next))).isFalse();
            Files.delete(folder.resolve("filler"));
            assertThat(ledgers.awaitRecovered()).isZero();
            assertThat(ledgers.ledger.record(messages(next + 1, next + 1))).isTrue();
            assertThat(ledgers.history.find(new Query("#a", 0, Long.MAX_VALUE, 500, false)))
                    .extracting(Said::id)
                    .startsWith(
                            LongStream.rangeClosed(1, Math.min(500, next + 1))
                                    .boxed()
                                    .toArray(Long[]::new));
            assertThat(ledgers.history.lastId()).isEqualTo(next + 1);
        }
    }

    private static List<Said> messages(long first, long last) {
        return LongStream.rangeClosed(first, last)
                .mapToObj(id -> HistoryContractTest.said(id, "#a"))
                .toList();
    }
}
