package io.fairlead.proxy;

import java.net.SocketAddress;
import java.util.Objects;

/**
 * The proxy that a peer has connected through, and what it says of the peer. Immutable.
 *
 * @param remoteAddress the proxy's own address
 * @param localAddress where the proxy has connected to
 * @param header what it has said
 */
public record PeerProxy(
        SocketAddress remoteAddress, SocketAddress localAddress, ProxyHeader header) {
    /** The peer's address; the proxy's if that does not tell it. */
    public SocketAddress peerAddress() {
        return Objects.requireNonNullElse(header.source(), remoteAddress);
    }

    /** Where the peer has connected to; where the proxy has, if that is not told. */
    public SocketAddress peerDestination() {
        return Objects.requireNonNullElse(header.destination(), localAddress);
    }
}
