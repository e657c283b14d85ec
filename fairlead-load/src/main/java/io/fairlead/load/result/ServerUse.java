package io.fairlead.load.result;

/**
 * What the server's process and its children used, as /proc tells; -1 for what is not known.
 *
 * @param pid the process; 0 if it is not known
 * @param command its name
 * @param cpuNs processor time during the measurement
 * @param rssBytes resident memory at the end; what processes share is counted for each
 * @param threads at the end
 * @param processes at the end
 * @param switches context switches during the measurement, of threads that live to its end
 * @param bytesPerConnection the slope of resident memory over open connections, of an idle run; NaN
 *     where it was not measured
 */
public record ServerUse(
        long pid,
        String command,
        long cpuNs,
        long rssBytes,
        int threads,
        int processes,
        long switches,
        double bytesPerConnection) {
    /** Nothing is known of it. */
    public static final ServerUse UNKNOWN = new ServerUse(0, "", -1, -1, -1, -1, -1, Double.NaN);

    /** Whether the process is known. */
    public boolean isKnown() {
        return pid > 0;
    }
}
