package io.fairlead.session;

import java.net.SocketAddress;
import java.nio.file.attribute.UserPrincipal;
import org.jspecify.annotations.Nullable;

/** Who is at the two ends of a socket. Safe for any thread. */
public interface SocketEnds {
    /** The peer's address. */
    SocketAddress remoteAddress();

    /** Our address. */
    SocketAddress localAddress();

    /** The peer's user; as {@link io.fairlead.service.Peer#user}. */
    default @Nullable UserPrincipal user() {
        return null;
    }
}
