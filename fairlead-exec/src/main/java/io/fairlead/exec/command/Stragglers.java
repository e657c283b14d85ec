package io.fairlead.exec.command;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What left the group of a run that has ended, where no namespace has killed it. Stateless. */
final class Stragglers {
    private static final int ROUNDS_MAX = 20;

    private Stragglers() {}

    /** Kills every process with {@code mark} in its environment, and those it starts meanwhile. */
    static void kill(String mark) {
        for (int round = 0; round < ROUNDS_MAX; round++) {
            List<ProcessHandle> found = find(Confinement.MARK + "=" + mark);
            if (found.isEmpty()) return;
            found.forEach(ProcessHandle::destroyForcibly);
        }
    }

    private static List<ProcessHandle> find(String variable) {
        try (Stream<Path> all = Files.list(Path.of("/proc"))) {
            return all.filter(one -> one.getFileName().toString().matches("[0-9]+"))
                    .filter(one -> has(one, variable))
                    .map(one -> Long.parseLong(one.getFileName().toString()))
                    .flatMap(pid -> ProcessHandle.of(pid).stream())
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    private static boolean has(Path process, String variable) {
        try {
            String environment = Files.readString(process.resolve("environ"), ISO_8859_1);
            return ("\0" + environment).contains("\0" + variable + "\0");
        } catch (IOException e) {
            return false; // it has gone, or is another user's
        }
    }
}
