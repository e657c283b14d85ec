package io.fairlead.server;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.fairlead.frame.Codec;
import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What servers and clients have taken from the system, and should have given back. */
public final class Footprint {
    private static final int THREADS_MORE = 64; // that may begin while they are counted

    @SuppressWarnings("restricted")
    private static final MethodHandle WAITID =
            Linker.nativeLinker()
                    .downcallHandle(
                            Linker.nativeLinker().defaultLookup().findOrThrow("waitid"),
                            FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));

    private static final int P_ALL = 0;
    private static final int ANY_CHILD = 0x01000005; // WEXITED, WNOHANG, WNOWAIT: takes none away

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
        ThreadGroup root = Thread.currentThread().getThreadGroup();
        while (root.getParent() != null) root = root.getParent();
        Thread[] all = new Thread[root.activeCount() + THREADS_MORE];
        return Stream.of(all)
                .limit(root.enumerate(all))
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
        return hasChildren() ? listChildren() : List.of();
    }

    /** Mostly there is none, and this says so without a look at every process of the machine. */
    private static boolean hasChildren() {
        try {
            return (int) WAITID.invokeExact(P_ALL, 0, MemorySegment.NULL, ANY_CHILD) == 0;
        } catch (Throwable t) {
            throw new AssertionError(t);
        }
    }

    private static List<String> listChildren() {
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
