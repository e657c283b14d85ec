package io.fairlead.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Which processes run. One that has ended and whose parent has died counts as alive for {@link
 * ProcessHandle} until process 1 asks for its end, which it does late, or never, in a container.
 */
final class Running {
    private Running() {}

    static void untilNoneOf(List<ProcessHandle> processes) {
        Eventually.until(
                () -> "none runs of " + processes,
                () -> processes.stream().noneMatch(Running::runs));
    }

    private static boolean runs(ProcessHandle process) {
        try {
            String stat = Files.readString(Path.of("/proc", "" + process.pid(), "stat"));
            return stat.charAt(stat.lastIndexOf(')') + 2) != 'Z'; // proc_pid_stat(5)
        } catch (IOException e) {
            return false; // it has been waited for, or ends while this reads
        }
    }
}
