package io.fairlead.server.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What stays of the caches of workers. */
class CacheFilesTest {
    @TempDir private Path folder;

    private void write(String... names) throws IOException {
        for (String name : names) Files.writeString(folder.resolve(name), "");
    }

    private List<String> left() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void nothingStaysOfACacheThatWasNotFinished() throws IOException {
        write("worker-a.aot.new", "worker-a.aot.new.config", "worker-a.aot.lock");
        new CacheFiles(folder.resolve("worker-a.aot")).removeUnfinished();
        assertThat(left()).containsExactly("worker-a.aot.lock");
    }

    @Test
    void theNewestStay() throws IOException {
        for (int i = 1; i <= 6; i++) {
            write("worker-" + i + ".aot", "worker-" + i + ".aot.lock");
            FileTime time = FileTime.fromMillis(1_000_000L * i);
            Files.setLastModifiedTime(folder.resolve("worker-" + i + ".aot"), time);
        }
        write("other");
        CacheFiles.removeOld(folder);
        assertThat(left())
                .hasSize(9)
                .contains("other", "worker-3.aot", "worker-3.aot.lock", "worker-6.aot");
    }

    @Test
    void whatAKilledProcessLeftIsRemovedAndWhatIsBeingMadeIsNot() throws IOException {
        write("worker-a.aot.new.config", "worker-b.aot.lock", "worker-c.aot.new");
        try (FileChannel making =
                FileChannel.open(
                        folder.resolve("worker-c.aot.lock"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE)) {
            assertThat(making.tryLock()).isNotNull();
            CacheFiles.removeOld(folder);
            assertThat(left()).containsExactly("worker-c.aot.lock", "worker-c.aot.new");
        }
    }
}
