package io.fairlead.cli.serve;

import io.fairlead.cli.text.DurationText;
import java.time.Duration;
import java.util.Locale;

/** What the log says of the end of a server: a drain, or a second signal. */
public final class DrainLog {
    private DrainLog() {}

    /** Ends the connections; what {@code Server.drain} does. */
    @FunctionalInterface
    public interface Drain {
        /** Waits for at most {@code timeout}; returns how many connections were cut. */
        long drain(Duration timeout) throws InterruptedException;

        /** Datagrams that the kernel has dropped; 0 where there are none. */
        default long datagramsLost() {
            return 0;
        }

        /** How many those are, in words. */
        default String lostWords() {
            return datagramsLost() + (datagramsLost() == 1 ? " datagram lost" : " datagrams lost");
        }
    }

    /**
     * Logs the beginning of a drain, drains, and logs the end.
     *
     * @param stop learns that another signal is a second one
     * @param open connections at this moment
     */
    public static void drain(Log log, StopSignal stop, long open, Duration timeout, Drain all)
            throws InterruptedException {
        long begunNs = System.nanoTime();
        LogEvent draining =
                LogEvent.of(
                                "draining",
                                "draining %s, for at most %s; a second signal cuts at once"
                                        .formatted(counted(open), DurationText.brief(timeout)))
                        .with("connections", open);
        stop.announced();
        log.event(draining);
        drained(log, begunNs, all.drain(timeout), all);
    }

    private static void drained(Log log, long begunNs, long cut, Drain all) {
        Duration took = Duration.ofNanos(System.nanoTime() - begunNs);
        String lost = all.datagramsLost() == 0 ? "" : "; " + all.lostWords();
        log.event(
                LogEvent.of(
                                "drained",
                                String.format(
                                                Locale.ROOT,
                                                "drained in %.1f s; %s cut",
                                                took.toMillis() / 1e3,
                                                counted(cut))
                                        + lost)
                        .with("duration_ms", took)
                        .with("connections_cut", cut)
                        .with("datagrams_lost", all.datagramsLost()));
    }

    /**
     * Another process serves: logs that, lets whoever is connected stay until they leave, and logs
     * the end.
     */
    static void retire(Log log, StopSignal stop, long pid, ServedList served, Duration timeout)
            throws InterruptedException {
        long begunNs = System.nanoTime();
        String words =
                "process "
                        + pid
                        + " serves now; "
                        + counted(served.connections())
                        + " may stay for "
                        + DurationText.brief(timeout)
                        + "; a signal cuts at once";
        stop.announced();
        log.event(
                LogEvent.of("replaced", words)
                        .with("pid", pid)
                        .with("connections", served.connections()));
        drained(log, begunNs, served.retire(timeout), served);
    }

    /** Logs a second signal: nothing is waited for. */
    public static void cut(Log log, LogWriter writer, long connections) {
        log.event(
                LogEvent.of("cut", "ended at once; " + counted(connections) + " cut")
                        .with("connections_cut", connections));
        try {
            writer.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String counted(long connections) {
        return connections + (connections == 1 ? " connection" : " connections");
    }
}
