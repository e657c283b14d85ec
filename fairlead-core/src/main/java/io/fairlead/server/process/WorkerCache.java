package io.fairlead.server.process;

import io.fairlead.server.worker.WorkerMain;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Makes worker processes start faster: a cache of loaded and linked classes (JEP 483 and 514), made
 * once in the background by a worker that serves a connection of its own, and kept in a folder that
 * this user alone can write. Without it all works as well, and slower. Safe for any thread.
 *
 * <p>The virtual machine takes a cache only if it was made from the same jars by the same Java, and
 * from jars alone: where classes lie in folders there is none. {@code -Dio.fairlead.worker.cache=}
 * gives the folder, or {@code off}.
 */
public final class WorkerCache implements AutoCloseable {
    private static final String PROPERTY = "io.fairlead.worker.cache";
    private static final String OFF = "off";
    private static final long MAKING_MAX_S = 120;
    private static final Duration REMOVING_MAX = Duration.ofSeconds(2);

    /** What the virtual machine says about a cache that it cannot use is nobody's business. */
    private static final String[] QUIETLY = {"-Xlog:aot=off", "-Xlog:cds=off"};

    private final WorkerCommand plain;
    private final @Nullable Path file;
    private volatile WorkerCommand command;
    // Guarded by this.
    private boolean asked;
    private boolean closed;
    private @Nullable Process making;
    private @Nullable Thread maker;

    /** The cache for workers of this process. */
    public WorkerCache(boolean single) {
        plain = WorkerCommand.of(single);
        file = file(plain);
        command = plain;
        if (file != null && Files.isRegularFile(file)) use(file);
    }

    private void use(Path made) {
        command = plain.with(QUIETLY).with("-XX:AOTCache=" + made);
    }

    /** How a worker is started now. */
    WorkerCommand command() {
        return command;
    }

    private static @Nullable Path file(WorkerCommand command) {
        String wanted = System.getProperty(PROPERTY, "");
        if (wanted.equals(OFF)
                || !WorkerCommand.classPlaces().stream().allMatch(Files::isRegularFile)) {
            return null;
        }
        try {
            Path folder = wanted.isEmpty() ? defaultFolder() : Path.of(wanted);
            Files.createDirectories(
                    folder,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------")));
            return isPrivate(folder) ? folder.resolve("worker-" + key(command) + ".aot") : null;
        } catch (IOException e) { // there is no home, or it is read-only
            return null;
        }
    }

    private static Path defaultFolder() {
        String cache = System.getenv("XDG_CACHE_HOME");
        Path root =
                cache == null || cache.isEmpty()
                        ? Path.of(System.getProperty("user.home"), ".cache")
                        : Path.of(cache);
        return root.resolve("fairlead");
    }

    /** Code comes from the cache: nobody else may put any there. */
    private static boolean isPrivate(Path folder) throws IOException {
        Object owner = Files.getAttribute(folder, "unix:uid", LinkOption.NOFOLLOW_LINKS);
        Object self = Files.getAttribute(Path.of("/proc/self"), "unix:uid");
        int mode = (int) Files.getAttribute(folder, "unix:mode", LinkOption.NOFOLLOW_LINKS);
        return owner.equals(self) && (mode & 0022) == 0;
    }

    /** Names all that the cache depends on. */
    private static String key(WorkerCommand command) throws IOException {
        StringBuilder all = new StringBuilder(System.getProperty("java.vm.version", ""));
        all.append(command.arguments());
        for (Path jar : WorkerCommand.classPlaces()) {
            all.append(jar).append(Files.size(jar)).append(Files.getLastModifiedTime(jar));
        }
        try {
            byte[] text = all.toString().getBytes(StandardCharsets.UTF_8);
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text);
            return HexFormat.of().formatHex(hash, 0, 12);
        } catch (NoSuchAlgorithmException e) {
            throw new IOException(e);
        }
    }

    // ---- making one ----

    /** Makes the cache in the background, if there is none and nobody else is at it. */
    synchronized void make() {
        if (asked || closed || file == null || !command.equals(plain)) return;
        asked = true;
        Path wanted = file;
        maker =
                Thread.ofPlatform()
                        .daemon()
                        .name("fairlead worker cache")
                        .start(() -> make(wanted));
    }

    private void make(Path wanted) {
        CacheFiles files = new CacheFiles(wanted);
        try (FileChannel channel =
                        FileChannel.open(
                                files.lock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock held = channel.tryLock()) {
            if (held == null) return;
            if (!Files.isRegularFile(wanted)) rehearse(files);
            if (Files.isRegularFile(wanted)) use(wanted);
            CacheFiles.removeOld(wanted.resolveSibling("."));
        } catch (OverlappingFileLockException e) {
            // another server of this process is at it
        } catch (IOException e) {
            // the next server tries again; until then workers start as they do
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void rehearse(CacheFiles files) throws IOException, InterruptedException {
        Path made = files.unfinished();
        WorkerCommand command = plain.with(QUIETLY).with("-XX:AOTCacheOutput=" + made);
        Process process = started(command);
        if (process == null) return;
        boolean ended = process.waitFor(MAKING_MAX_S, TimeUnit.SECONDS);
        end(process);
        if (ended && process.exitValue() == 0 && Files.isRegularFile(made)) {
            Files.move(made, files.cache(), StandardCopyOption.ATOMIC_MOVE);
        }
        files.removeUnfinished();
    }

    private synchronized @Nullable Process started(WorkerCommand command) throws IOException {
        if (closed) return null;
        List<String> words = new ArrayList<>(command.arguments());
        words.add(WorkerMain.REHEARSE);
        making =
                new ProcessBuilder(words)
                        .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        return making;
    }

    /** Ends the process and the one that it starts to write the file. */
    private static void end(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    /** Stops making a cache, and waits a moment until what was begun of it is removed. */
    @Override
    public void close() {
        Thread last;
        synchronized (this) {
            closed = true;
            if (making != null) end(making);
            last = maker;
        }
        try {
            if (last != null) last.join(REMOVING_MAX);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
