package io.fairlead.server.datagram;

import io.fairlead.net.socket.BoundDatagrams;
import java.io.IOException;

/**
 * A bound datagram socket, as the loop that owns it sees it: what {@link ChannelPort} and {@link
 * NativePort} differ in. All but {@link #wake}, {@link #drops} and {@link #socket} belongs to the
 * loop's thread.
 */
public interface DatagramPort {
    /** What {@link #receive} leaves behind. */
    enum Received {
        /** Nothing: all that had come is served. */
        ALL,
        /** Perhaps more: the bound of one call is reached. */
        SOME,
        /** All that has come: there was no memory to receive into. */
        NOTHING
    }

    /** The loop's thread has begun. */
    void begin();

    /**
     * Waits until datagrams have come, {@link #wake} was called, or the time is over.
     *
     * @param timeoutNs at most; {@link Long#MAX_VALUE} is for ever
     */
    void await(long timeoutNs) throws IOException;

    /** Receives what has come, up to a bound, and has it served. */
    Received receive(DatagramPeers peers);

    /** Hands what is queued to the kernel. */
    void flush();

    /** Ends a wait, now or the next one; for any thread. */
    void wake();

    /**
     * How many datagrams the kernel has dropped so far; for any thread, after the close as well.
     */
    long drops();

    /** The socket, for what belongs to no peer; for any thread. */
    BoundDatagrams socket();

    /** Closes the socket and gives all memory back; what is queued is dropped, and counted. */
    void close();
}
