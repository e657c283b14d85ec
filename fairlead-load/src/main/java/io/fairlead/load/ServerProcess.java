package io.fairlead.load;

import io.fairlead.net.Endpoint;
import io.fairlead.net.PortHolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What a process of this machine uses, read from /proc (proc_pid_stat(5), proc_pid_status(5)). For
 * one thread; -1 is the answer wherever /proc has none.
 */
final class ServerProcess {
    private static final long TICK_NS = TimeUnit.MILLISECONDS.toNanos(10); // USER_HZ is 100
    private static final int UTIME = 11; // after the name, which is in parentheses
    private static final int STIME = 12;

    private final long pid;
    private final List<Sample> samples = new ArrayList<>();

    private record Sample(long connections, long rssBytes) {}

    /**
     * @param pid 0 when it is not known
     */
    ServerProcess(long pid) {
        this.pid = pid;
    }

    /** The process that was named, or that listens on this machine, or none. */
    static ServerProcess of(Load load) {
        if (load.serverPid() > 0) return new ServerProcess(load.serverPid());
        Endpoint endpoint = load.endpoint();
        if (!endpoint.isLoopback() && !endpoint.isWildcard()) return new ServerProcess(0);
        return new ServerProcess(
                PortHolder.find(endpoint)
                        .filter(holder -> holder.holding() == PortHolder.Holding.PROCESS)
                        .map(PortHolder::pid)
                        .orElse(0L));
    }

    boolean isSelf() {
        return pid == ProcessHandle.current().pid();
    }

    /** Processor time of all threads since the start, in steps of 10 ms. */
    long cpuNs() {
        String stat = read("stat");
        int name = stat.lastIndexOf(')');
        if (name < 0) return -1;
        String[] fields = stat.substring(name + 2).split(" ", -1);
        return (Long.parseLong(fields[UTIME]) + Long.parseLong(fields[STIME])) * TICK_NS;
    }

    /** Resident memory. */
    long rssBytes() {
        return read("status")
                .lines()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                .findFirst()
                .orElse(-1);
    }

    /** Notes the resident memory with so many connections. */
    void sample(long connections) {
        long rssBytes = rssBytes();
        if (rssBytes >= 0) samples.add(new Sample(connections, rssBytes));
    }

    /** Bytes for one more connection: the slope through the samples, by least squares. */
    double bytesPerConnection() {
        double meanX = samples.stream().mapToLong(Sample::connections).average().orElse(0);
        double meanY = samples.stream().mapToLong(Sample::rssBytes).average().orElse(0);
        double covariance = 0;
        double variance = 0;
        for (Sample sample : samples) {
            covariance += (sample.connections() - meanX) * (sample.rssBytes() - meanY);
            variance += (sample.connections() - meanX) * (sample.connections() - meanX);
        }
        return variance == 0 ? Double.NaN : covariance / variance;
    }

    /** What was used since {@code cpuBeforeNs}. */
    ServerUse use(long cpuBeforeNs) {
        if (pid == 0) return ServerUse.UNKNOWN;
        long cpuNs = cpuNs();
        long usedNs = cpuNs < 0 || cpuBeforeNs < 0 ? -1 : cpuNs - cpuBeforeNs;
        return new ServerUse(pid, read("comm").strip(), usedNs, rssBytes(), bytesPerConnection());
    }

    private String read(String file) {
        if (pid == 0) return "";
        try {
            Path path = Path.of("/proc", Long.toString(pid), file);
            return new String(Files.readAllBytes(path), StandardCharsets.UTF_8);
        } catch (IOException gone) {
            return "";
        }
    }
}
