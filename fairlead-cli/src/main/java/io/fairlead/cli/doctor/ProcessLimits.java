package io.fairlead.cli.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.stream.LongStream;

/** What bounds one process: setrlimit(2), cgroups(7), and the kernel's own numbers of threads. */
final class ProcessLimits {
    private static final long FILES_ENOUGH = 65_536;
    private static final long FILES_OF_JAVA = 100;
    private static final long THREADS_ENOUGH = 4_096;
    private static final long LOCKED_BYTES_ENOUGH = 8L << 20;

    private ProcessLimits() {}

    static List<Limit> of(Kernel kernel) {
        List<Limit> limits = new ArrayList<>();
        kernel.soft("Max open files").ifPresent(files -> limits.add(files(files)));
        threads(kernel).ifPresent(threads -> limits.add(threads(threads)));
        kernel.soft("Max locked memory").ifPresent(bytes -> limits.add(locked(bytes)));
        return limits;
    }

    /** Java has raised the soft limit to the hard one by now, as it does at its start. */
    private static Limit files(long files) {
        long connections = Math.max(0, files - FILES_OF_JAVA);
        return Limit.count(
                        "open files", files, "one per connection; Java raises it to the hard limit")
                .adviseBelow(
                        FILES_ENOUGH,
                        String.format(
                                        Locale.ROOT,
                                        "open files: enough for about %d connections at a time;"
                                                + " as root: ulimit -n %d, for",
                                        connections,
                                        FILES_ENOUGH)
                                + " systemd LimitNOFILE=65536, for Docker --ulimit nofile=65536");
    }

    private static OptionalLong threads(Kernel kernel) {
        return LongStream.of(
                        kernel.soft("Max processes").orElse(Limit.NONE),
                        kernel.sysctl("kernel.threads-max", 0).orElse(Limit.NONE),
                        kernel.sysctl("kernel.pid_max", 0).orElse(Limit.NONE),
                        kernel.cgroup("pids", "pids.max", "pids.max").orElse(Limit.NONE))
                .filter(threads -> threads != Limit.NONE)
                .min();
    }

    private static Limit threads(long threads) {
        return Limit.count("threads", threads, "of this user and container, including processes")
                .adviseBelow(
                        THREADS_ENOUGH,
                        "threads: too few for a thread or process per connection; raise the lowest"
                                + " of ulimit -u, pids.max of the cgroup (Docker --pids-limit),"
                                + " kernel.threads-max and kernel.pid_max");
    }

    private static Limit locked(long bytes) {
        return MemoryLimits.bytes("locked memory", bytes, "io_uring rings before Linux 5.12")
                .adviseBelow(
                        Math.min(LOCKED_BYTES_ENOUGH, 64 << 10),
                        "locked memory: io_uring may not get its rings; as root: ulimit -l 8192");
    }
}
