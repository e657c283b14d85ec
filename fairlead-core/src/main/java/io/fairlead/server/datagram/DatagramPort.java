package io.fairlead.server.datagram;

import io.fairlead.net.socket.BoundDatagrams;
import io.fairlead.server.loop.LoopInput;
import io.fairlead.server.loop.Readiness;

/**
 * A bound datagram socket, as the loop that has it sees it: what {@link SocketPort} and {@link
 * NativePort} differ in. All but {@link #drops} and {@link #socket} belongs to the loop's thread.
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

    /** How the loop watches the socket. */
    LoopInput input(Readiness readiness);

    /** The loop's thread has begun. */
    void begin();

    /** Receives what has come, up to a bound, and has it served. */
    Received receive(DatagramPeers peers);

    /** True if the loop's thread has sent what {@link #flush} is still to hand to the kernel. */
    boolean hasUnsent();

    /** Hands what is queued to the kernel. */
    void flush();

    /**
     * How many datagrams the kernel has dropped so far; for any thread, after the close as well.
     */
    long drops();

    /** The socket, for what belongs to no peer; for any thread. */
    BoundDatagrams socket();

    /** Closes the socket and gives all memory back; what is queued is dropped, and counted. */
    void close();
}
