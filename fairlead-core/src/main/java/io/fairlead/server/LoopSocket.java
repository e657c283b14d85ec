package io.fairlead.server;

import java.io.Closeable;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;

/** A connected, non-blocking stream socket: each method is one system call and never waits. */
interface LoopSocket extends Closeable {
    /**
     * Reads what is there ({@code recv}).
     *
     * @return bytes read; 0 if there are none now; -1 when the peer has closed its direction
     * @throws IOException if the connection is lost
     */
    int read(ByteBuffer into) throws IOException;

    /**
     * Sends what the kernel has room for ({@code send}).
     *
     * @return bytes taken; 0 if it would block
     * @throws IOException if the connection is lost
     */
    int write(ByteBuffer from) throws IOException;

    /** Ends our direction ({@code shutdown}, FIN). */
    void shutdownOutput() throws IOException;

    SocketAddress remoteAddress();

    SocketAddress localAddress();

    /** Closes the socket; nothing can be done about a failure. */
    @Override
    void close();
}
