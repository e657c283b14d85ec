package io.fairlead.server.datagram;

import io.fairlead.server.site.Site;
import java.net.InetSocketAddress;

/** A source of datagrams that come to a socket of a server's, which others have, too. */
abstract class SourcePeer extends DatagramPeer {
    /** Belongs to the loop's thread. */
    long activeNs;

    /**
     * @param bound the address of the socket
     */
    SourcePeer(
            Site site, InetSocketAddress remote, InetSocketAddress bound, SerialExecutor serial) {
        super(site, site.terms.service(), remote, bound, serial);
    }

    /** What its port knows it by. */
    abstract DatagramSource source();
}
