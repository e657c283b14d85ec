package io.fairlead.load;

/**
 * What the server's process used, as /proc tells.
 *
 * @param pid the process; 0 if it is not known
 * @param command its name
 * @param cpuNs processor time of all its threads during the measurement; -1 if it is not known
 * @param rssBytes resident memory at the end; -1 if it is not known
 * @param bytesPerConnection the slope of resident memory over open connections, of an idle run; NaN
 *     where it was not measured
 */
public record ServerUse(
        long pid, String command, long cpuNs, long rssBytes, double bytesPerConnection) {
    /** Nothing is known of it. */
    static final ServerUse UNKNOWN = new ServerUse(0, "", -1, -1, Double.NaN);

    /** Whether the process is known. */
    public boolean isKnown() {
        return pid > 0;
    }
}
