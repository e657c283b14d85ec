package io.fairlead.exec;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** Waits for a state to come true, for a bounded time. */
public final class Wait {
    private static final long LIMIT_NS = TimeUnit.SECONDS.toNanos(60);
    private static final long LOOK_NS = TimeUnit.MILLISECONDS.toNanos(5);

    private Wait() {}

    /** Returns when {@code condition} is true; fails after 60 s. */
    public static void until(String what, BooleanSupplier condition) {
        long startNs = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - startNs > LIMIT_NS) {
                throw new AssertionError("has not come true in 60 s: " + what);
            }
            LockSupport.parkNanos(LOOK_NS);
        }
    }

    /** Waits until no process of this machine has {@code word} among its arguments. */
    public static void untilGone(String word) {
        until("no process " + word + " is left", () -> !isRunning(word));
    }

    /** True while a process of this machine has {@code word} among its arguments. */
    public static boolean isRunning(String word) {
        try (Stream<Path> all = Files.list(Path.of("/proc"))) {
            return all.filter(one -> one.getFileName().toString().matches("[0-9]+"))
                    .anyMatch(one -> arguments(one).contains(word));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static List<String> arguments(Path process) {
        try {
            String line = Files.readString(process.resolve("cmdline"), ISO_8859_1);
            return List.of(line.split("\0", -1));
        } catch (IOException e) {
            return List.of(); // it has gone
        }
    }
}
