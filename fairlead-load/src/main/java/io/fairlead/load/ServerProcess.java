package io.fairlead.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fairlead.load.measure.Usage;
import io.fairlead.load.result.ServerUse;
import io.fairlead.net.Endpoint;
import io.fairlead.net.socket.PortHolder;
import io.fairlead.net.text.Printable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A process of this machine that is measured, with its children. For one thread. */
final class ServerProcess {
    private final long pid;
    private final List<Sample> samples = new ArrayList<>();

    private record Sample(long connections, long rssBytes) {}

    /**
     * @param pid 0 when it is not known
     */
    ServerProcess(long pid) {
        this.pid = pid;
    }

    /** The given process, or the one that listens on this machine, or none. */
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

    /** What it and its children have used up to now; null if that cannot be known. */
    @Nullable Usage usage() {
        if (pid == 0) return null;
        try {
            return Usage.of(pid);
        } catch (IOException gone) {
            return null;
        }
    }

    /** Notes the resident memory with so many connections. */
    void sample(long connections) {
        Usage usage = usage();
        if (usage != null) samples.add(new Sample(connections, usage.rssBytes()));
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

    /** What was used since {@code before}. */
    ServerUse use(@Nullable Usage before) {
        if (pid == 0) return ServerUse.UNKNOWN;
        Usage after = usage();
        if (before == null || after == null) {
            return new ServerUse(pid, command(), -1, -1, -1, -1, -1, bytesPerConnection());
        }
        return new ServerUse(
                pid,
                command(),
                after.cpuNs() - before.cpuNs(),
                after.rssBytes(),
                after.threads(),
                after.processes(),
                after.switches() - before.switches(),
                bytesPerConnection());
    }

    private String command() {
        try {
            // Cut by the kernel after 15 bytes, which may be inside of a letter.
            byte[] name = Files.readAllBytes(Path.of("/proc", Long.toString(pid), "comm"));
            return Printable.of(new String(name, UTF_8).strip());
        } catch (IOException gone) {
            return "";
        }
    }
}
