package io.fairlead.load.measure;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * What a process and its children have used up to now, from {@code /proc} (proc_pid_stat(5),
 * proc_pid_status(5)). Of children that have ended only the processor time is known, once they were
 * waited for.
 *
 * @param cpuNs user and system time, in steps of 10 ms
 * @param rssBytes resident memory; what processes share is counted for each
 * @param threads of all processes
 * @param processes the one and its children
 * @param switches context switches, asked for or not, of the threads that live
 */
public record Usage(long cpuNs, long rssBytes, int threads, int processes, long switches) {
    /** Nothing. */
    public static final Usage NONE = new Usage(0, 0, 0, 0, 0);

    private static final long TICK_NS = TimeUnit.MILLISECONDS.toNanos(10); // USER_HZ is 100
    private static final int UTIME = 11; // counted from the field behind the name

    /**
     * Reads what {@code pid} and its children have used.
     *
     * @throws IOException if it is not there, or there is no /proc
     */
    public static Usage of(long pid) throws IOException {
        Path folder = Path.of("/proc", String.valueOf(pid));
        // Not UTF-8: the kernel cuts a name after 15 bytes, also inside of a letter.
        String stat = Files.readString(folder.resolve("stat"), ISO_8859_1);
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        long ticks = 0; // utime, stime, and those of children that were waited for
        for (int i = UTIME; i < UTIME + 4; i++) ticks += Long.parseLong(fields[i]);
        Map<String, Long> status = status(folder);
        long rssBytes = status.getOrDefault("VmRSS", 0L) * 1024;
        int threads = status.getOrDefault("Threads", 0L).intValue();
        Usage sum = new Usage(ticks * TICK_NS, rssBytes, threads, 1, 0);
        try (DirectoryStream<Path> tasks = Files.newDirectoryStream(folder.resolve("task"))) {
            for (Path task : tasks) sum = sum.plus(ofTask(task));
        }
        return sum;
    }

    /** The numbers of a status file, by name. */
    private static Map<String, Long> status(Path folder) throws IOException {
        return Files.readString(folder.resolve("status"), ISO_8859_1)
                .lines()
                .filter(line -> line.matches("\\w+:\\s+\\d+( kB)?"))
                .collect(
                        Collectors.toMap(
                                line -> line.substring(0, line.indexOf(':')),
                                line -> Long.valueOf(line.replaceAll("^\\w+:|\\D", ""))));
    }

    /** A thread's switches, and all of the children it started. */
    private static Usage ofTask(Path task) {
        try {
            Map<String, Long> status = status(task);
            long switches =
                    status.getOrDefault("voluntary_ctxt_switches", 0L)
                            + status.getOrDefault("nonvoluntary_ctxt_switches", 0L);
            Usage sum = new Usage(0, 0, 0, 0, switches);
            for (String child : children(task)) {
                if (!child.isEmpty()) sum = sum.plus(of(Long.parseLong(child)));
            }
            return sum;
        } catch (IOException ended) {
            return NONE;
        }
    }

    private static String[] children(Path task) throws IOException {
        try {
            return Files.readString(task.resolve("children")).strip().split(" ", -1);
        } catch (NoSuchFileException e) {
            return new String[0]; // a kernel without CONFIG_PROC_CHILDREN
        }
    }

    private Usage plus(Usage other) {
        return new Usage(
                cpuNs + other.cpuNs,
                rssBytes + other.rssBytes,
                threads + other.threads,
                processes + other.processes,
                switches + other.switches);
    }
}
