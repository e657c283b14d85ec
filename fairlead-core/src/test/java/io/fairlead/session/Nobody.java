package io.fairlead.session;

import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;

/** The ends of a socket that is not there. */
enum Nobody implements SocketEnds {
    NOBODY;

    @Override
    public SocketAddress remoteAddress() {
        return UnixDomainSocketAddress.of("");
    }

    @Override
    public SocketAddress localAddress() {
        return UnixDomainSocketAddress.of("");
    }
}
