package io.fairlead.server;

/**
 * A server's counters at one moment; all but {@code open} and {@code bufferBytes} only grow.
 *
 * @param opened connections accepted, and datagram sources seen
 * @param open connections and datagram sources at this moment
 * @param refused connections told that the server is full
 * @param failed connections for which the service threw
 * @param acceptFailures times that accepting failed
 * @param bytesReceived from all connections so far
 * @param bytesSent to all connections so far: what the kernel has taken
 * @param datagramsDropped datagrams not served or not sent: a queue of the server's or the kernel's
 *     for sending was full, the source cannot be answered, or the datagram was too long; what the
 *     kernel drops because nobody received it in time is not among them
 * @param bufferBytes bytes lent to connections at this moment
 */
public record ServerStats(
        long opened,
        long open,
        long refused,
        long failed,
        long acceptFailures,
        long bytesReceived,
        long bytesSent,
        long datagramsDropped,
        long bufferBytes) {}
