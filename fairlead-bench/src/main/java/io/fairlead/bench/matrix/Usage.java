package io.fairlead.bench.matrix;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * What a process and its children have used up to now, from {@code /proc} (proc_pid_stat(5)). Of
 * children that have ended only the processor time is known, once they were waited for.
 *
 * @param cpuTicks user and system time, in {@link #TICKS_PER_S}
 * @param rssBytes resident memory; what processes share is counted for each
 * @param switches context switches, asked for or not, of the threads that live
 */
record Usage(long cpuTicks, long rssBytes, int threads, int processes, long switches) {
    /** USER_HZ, which is 100 on every Linux that Java runs on. */
    static final double TICKS_PER_S = 100;

    private static final long PAGE_BYTES = 4096;
    private static final int UTIME = 11; // counted from the field behind the name
    private static final int THREADS = 17;
    private static final int RSS = 21;

    static Usage of(long pid) throws IOException {
        Path folder = Path.of("/proc", String.valueOf(pid));
        String stat = Files.readString(folder.resolve("stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        long ticks = 0;
        for (int i = UTIME; i < UTIME + 4; i++) ticks += Long.parseLong(fields[i]);
        Usage sum =
                new Usage(
                        ticks,
                        Long.parseLong(fields[RSS]) * PAGE_BYTES,
                        Integer.parseInt(fields[THREADS]),
                        1,
                        0);
        try (DirectoryStream<Path> tasks = Files.newDirectoryStream(folder.resolve("task"))) {
            for (Path task : tasks) sum = sum.plus(ofTask(task));
        }
        return sum;
    }

    /** A thread's switches, and all of the children it started. */
    private static Usage ofTask(Path task) throws IOException {
        try {
            long switches =
                    Files.readString(task.resolve("status"))
                            .lines()
                            .filter(line -> line.contains("ctxt_switches"))
                            .mapToLong(line ->
                                    Long.parseLong(line.substring(line.indexOf(':') + 1).strip()))
                            .sum();
            Usage sum = new Usage(0, 0, 0, 0, switches);
            for (String child : Files.readString(task.resolve("children")).strip().split(" ", -1)) {
                if (!child.isEmpty()) sum = sum.plus(of(Long.parseLong(child)));
            }
            return sum;
        } catch (NoSuchFileException e) {
            return new Usage(0, 0, 0, 0, 0); // it has ended meanwhile
        }
    }

    private Usage plus(Usage other) {
        return new Usage(
                cpuTicks + other.cpuTicks,
                rssBytes + other.rssBytes,
                threads + other.threads,
                processes + other.processes,
                switches + other.switches);
    }
}
