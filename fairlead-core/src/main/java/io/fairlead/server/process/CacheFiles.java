package io.fairlead.server.process;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The files of one cache of classes: the cache, its lock, and what is there only while it is made.
 * Immutable; for any thread.
 *
 * @param cache the cache itself, {@code NAME.aot}
 */
record CacheFiles(Path cache) {
    private static final String SUFFIX = ".aot";
    private static final int KEPT = 4;

    /** What the virtual machine writes, until it is whole. */
    Path unfinished() {
        return beside(".new");
    }

    /** What a first run of the virtual machine writes for the second one, JEP 514. */
    private Path configuration() {
        return beside(".new.config");
    }

    Path lock() {
        return beside(".lock");
    }

    private Path beside(String suffix) {
        return cache.resolveSibling(cache.getFileName() + suffix);
    }

    /** Removes what is there while the cache is made. Only for who has the lock. */
    void removeUnfinished() throws IOException {
        Files.deleteIfExists(unfinished());
        Files.deleteIfExists(configuration());
    }

    /**
     * Removes what nobody will ask for: each build of the jars has a cache of its own, so all but
     * the newest, and what a process left that was killed while it made one.
     */
    static void removeOld(Path folder) throws IOException {
        List<CacheFiles> all = in(folder);
        List<CacheFiles> newestFirst =
                all.stream()
                        .filter(files -> Files.isRegularFile(files.cache))
                        .sorted(Comparator.comparingLong(CacheFiles::changed).reversed())
                        .toList();
        for (int i = KEPT; i < newestFirst.size(); i++) newestFirst.get(i).removeIfIdle();
        for (CacheFiles files : all) {
            if (!Files.isRegularFile(files.cache)) files.removeIfIdle();
        }
    }

    private static List<CacheFiles> in(Path folder) throws IOException {
        try (Stream<Path> paths = Files.list(folder)) {
            return paths.map(path -> path.getFileName().toString())
                    .filter(name -> name.contains(SUFFIX))
                    .map(name -> name.substring(0, name.indexOf(SUFFIX) + SUFFIX.length()))
                    .distinct()
                    .map(name -> new CacheFiles(folder.resolve(name)))
                    .toList();
        }
    }

    private long changed() {
        return cache.toFile().lastModified();
    }

    /** Removes all of it, unless somebody is making it. */
    private void removeIfIdle() throws IOException {
        try (FileChannel channel =
                        FileChannel.open(
                                lock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                @Nullable FileLock held = channel.tryLock()) {
            if (held == null) return;
            removeUnfinished();
            Files.deleteIfExists(cache);
            Files.deleteIfExists(lock());
        } catch (OverlappingFileLockException e) {
            // another server of this process is making it
        }
    }
}
