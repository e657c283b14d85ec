package io.fairlead.server;

import io.fairlead.frame.Codec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What servers and clients have taken from the system, and should have given back. */
public final class Footprint {
    private static boolean warm;

    private Footprint() {}

    /** Open sockets and selectors of this process; files and pipes are the test runner's. */
    public static List<String> descriptors() {
        try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
            return all.map(Footprint::target)
                    .filter(Objects::nonNull)
                    .filter(to -> to.startsWith("socket:") || to.startsWith("anon_inode:"))
                    .toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static @Nullable String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (NoSuchFileException e) {
            return null; // closed since it was listed
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Threads of servers that are alive; virtual ones are not among them. */
    public static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("fairlead"))
                .toList();
    }

    /** Waits for threads to end: the one that looks for stalls does so when it finds no loop. */
    static void awaitNoThreads() {
        Eventually.until(() -> "no thread is left: " + threads(), () -> threads().isEmpty());
    }

    /** Children of this process, those that have ended and are not reaped as well. */
    public static List<String> children() {
        long self = ProcessHandle.current().pid();
        try (Stream<Path> all = Files.list(Path.of("/proc"))) {
            return all.filter(one -> one.getFileName().toString().matches("\\d+"))
                    .map(Footprint::stat)
                    .filter(stat -> stat.matches("(?s)\\d+ \\(.*\\) . " + self + " .*"))
                    .map(stat -> stat.substring(0, stat.lastIndexOf(')') + 3))
                    .toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String stat(Path process) {
        try {
            return Files.readString(process.resolve("stat"));
        } catch (IOException e) {
            return ""; // it has gone since it was listed
        }
    }

    /** Has the JDK open what it opens once and keeps: its pollers for virtual threads. */
    static synchronized void warmUp() throws IOException, InterruptedException {
        if (warm) return;
        warm = true;
        Server server =
                Server.at("tcp://127.0.0.1:0")
                        .model(Model.VIRTUAL)
                        .codec(Codec.lengthPrefixed(4))
                        .serve(Rig.ECHO);
        Thread client =
                Thread.startVirtualThread(() -> {
                    try (server;
                            Wire wire = Wire.connect(server.endpoint(), 0)) {
                        wire.echo("warm");
                    } catch (IOException e) {
                        throw new AssertionError(e);
                    }
                });
        client.join();
    }
}
