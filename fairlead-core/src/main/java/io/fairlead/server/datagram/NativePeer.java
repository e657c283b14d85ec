package io.fairlead.server.datagram;

import io.fairlead.frame.Frame;
import java.net.InetSocketAddress;

/** A source of datagrams, of a {@link NativePort}. Safe for any thread but where said. */
final class NativePeer extends SourcePeer {
    private final NativePort port;
    private final DatagramSource source;

    /** Belongs to the loop's thread. */
    private boolean takesSegments;

    NativePeer(
            NativePort port,
            DatagramSource source,
            InetSocketAddress remote,
            SerialExecutor serial) {
        super(port.site(), remote, port.socket().localAddress(), serial);
        this.port = port;
        this.source = source;
        takesSegments = port.socket().isSegmenting();
    }

    @Override
    DatagramSource source() {
        return source;
    }

    @Override
    boolean trySend(Frame frame) {
        return port.trySend(this, frame);
    }

    /** Whether several datagrams to it may be one message; for the loop's thread. */
    boolean takesSegments() {
        return takesSegments;
    }

    /** Datagrams to it go one by one from now on; for the loop's thread. */
    void refusesSegments() {
        takesSegments = false;
    }
}
