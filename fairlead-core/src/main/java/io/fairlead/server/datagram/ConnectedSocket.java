package io.fairlead.server.datagram;

import io.fairlead.server.loop.LoopInput;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/**
 * A datagram socket that is connected to one address: each method is one system call at most, and
 * none waits. What has no other word belongs to the loop's thread.
 */
public interface ConnectedSocket {
    /** How the loop watches it. */
    LoopInput input();

    /**
     * Receives a datagram.
     *
     * @param into has room for the longest one
     * @return its length, which may be 0; -1 if none has come
     * @throws IOException if an earlier one was refused
     */
    int receive(ByteBuffer into) throws IOException;

    /**
     * Sends what remains in {@code datagram}, which may be nothing.
     *
     * @return false if the kernel has no room for it
     * @throws IOException if the kernel refuses it, or an earlier one was refused
     */
    boolean send(ByteBuffer datagram) throws IOException;

    /** True if {@link #send} is safe for any thread. */
    boolean sendsFromAnyThread();

    /** The other end; for any thread. */
    InetSocketAddress remoteAddress();

    /** This end; for any thread. */
    InetSocketAddress localAddress();

    /** Ends the watch, and closes the socket. */
    void close();
}
