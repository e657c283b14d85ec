package io.fairlead.server.process;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Lets the workers of tests start as those of users do, from jars and with a {@link WorkerCache},
 * which takes a third less processor time. The jars are made of the folders of classes, and with
 * the cache once for all virtual machines that run tests.
 */
public final class WorkerJars {
    private static final Path FOLDER = Path.of("target", "workers").toAbsolutePath();

    static {
        try {
            make();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private WorkerJars() {}

    /** From now on workers start from jars. Takes some seconds, once. */
    public static void use() {
        // done when the class was initialized
    }

    private static void make() throws IOException, InterruptedException {
        Files.createDirectories(FOLDER);
        try (FileChannel lock =
                FileChannel.open(
                        FOLDER.resolve("lock"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE)) {
            var _ = lock.lock();
            String places =
                    WorkerCommand.classPlaces().stream()
                            .map(WorkerJars::jarOf)
                            .map(Path::toString)
                            .collect(Collectors.joining(File.pathSeparator));
            System.setProperty("java.class.path", places);
            System.setProperty("io.fairlead.worker.cache", FOLDER.toString());
            makeCache(true);
            makeCache(false);
        }
    }

    /** Waits until the thread that makes the cache has ended. */
    private static void makeCache(boolean single) throws InterruptedException {
        try (WorkerCache cache = new WorkerCache(single)) {
            cache.make();
            for (Thread thread : Thread.getAllStackTraces().keySet()) {
                if (thread.getName().equals("fairlead worker cache")) thread.join();
            }
        }
    }

    private static Path jarOf(Path place) {
        if (!Files.isDirectory(place)) return place;
        String name = place.getFileName() + "-" + Integer.toHexString(place.hashCode());
        Path jar = FOLDER.resolve(name + ".jar");
        try (Stream<Path> walk = Files.walk(place)) {
            List<Path> all = walk.sorted().toList();
            if (isOlder(jar, all)) write(jar, place, all);
            return jar;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A file that is deleted changes its folder. */
    private static boolean isOlder(Path jar, List<Path> all) throws IOException {
        if (!Files.exists(jar)) return true;
        for (Path one : all) {
            if (Files.getLastModifiedTime(one).compareTo(Files.getLastModifiedTime(jar)) >= 0) {
                return true;
            }
        }
        return false;
    }

    private static void write(Path jar, Path folder, List<Path> all) throws IOException {
        Path made = jar.resolveSibling(jar.getFileName() + ".new");
        try (OutputStream file = Files.newOutputStream(made);
                JarOutputStream out = new JarOutputStream(file)) {
            for (Path one : all) {
                if (Files.isDirectory(one)) continue;
                out.putNextEntry(new JarEntry(folder.relativize(one).toString()));
                Files.copy(one, out);
            }
        }
        Files.move(made, jar, StandardCopyOption.ATOMIC_MOVE);
    }
}
