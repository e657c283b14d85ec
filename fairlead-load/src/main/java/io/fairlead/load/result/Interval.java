package io.fairlead.load.result;

/**
 * What happened in about a second of a run.
 *
 * @param phase what the run was at
 * @param atNs its end, from the begin of the measurement on; below 0 in the warm-up
 * @param lengthNs how long it was
 * @param messages whose answers came
 * @param payloadBytes of these messages, in one direction
 * @param receivedBytes that the server sent by itself, in a reverse or bidir run
 * @param connects connections that were made
 * @param faults of all kinds
 * @param connected how many connections are open
 * @param latency response time in an open loop, service time in a closed one
 */
public record Interval(
        Phase phase,
        long atNs,
        long lengthNs,
        long messages,
        long payloadBytes,
        long receivedBytes,
        long connects,
        long faults,
        int connected,
        Latency latency) {
    /** What a run is at. */
    public enum Phase {
        /** Connections are being made. */
        CONNECT,
        /** Messages go, and nothing counts. */
        WARM_UP,
        /** Messages count. */
        MEASURE
    }

    /** Messages in a second. */
    public double messagesPerSecond() {
        return lengthNs <= 0 ? 0 : messages * 1e9 / lengthNs;
    }

    /** Bytes that came in a second without being asked for. */
    public double receivedPerSecond() {
        return lengthNs <= 0 ? 0 : receivedBytes * 1e9 / lengthNs;
    }
}
