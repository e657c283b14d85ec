package io.fairlead.stream;

import io.fairlead.packet.Octets;

/** A part of what one end wrote, in the order in which it wrote it. */
public sealed interface Stretch {
    /** Whether the client wrote it. */
    boolean fromClient();

    /** When its last byte was seen, in nanoseconds since 1970. */
    long timeNs();

    /** How many bytes its end wrote before it, those that are missing included. */
    long offset();

    /**
     * Bytes that are there.
     *
     * @param fromClient whether the client wrote them
     * @param timeNs when they were complete, in nanoseconds since 1970
     * @param offset how many bytes came before them
     * @param octets the bytes
     */
    record Written(boolean fromClient, long timeNs, long offset, Octets octets)
            implements Stretch {}

    /**
     * Bytes that the capture does not have.
     *
     * @param fromClient whether the client wrote them
     * @param timeNs when it was clear that they are missing, in nanoseconds since 1970
     * @param offset how many bytes came before them
     * @param bytes how many are missing
     */
    record Gap(boolean fromClient, long timeNs, long offset, long bytes) implements Stretch {}
}
