package io.fairlead.session;

import java.net.SocketAddress;
import java.nio.file.attribute.UserPrincipal;
import org.jspecify.annotations.Nullable;

/** The model's side of a session: the socket that a driver moves bytes to and from. */
public interface Carrier {
    /** The peer's address. */
    SocketAddress remoteAddress();

    /** Our address. */
    SocketAddress localAddress();

    /** The peer's user; as {@link io.fairlead.service.Peer#user}. */
    default @Nullable UserPrincipal user() {
        return null;
    }

    /** The largest read, in bytes; a driver that blocks in a read holds that much memory idle. */
    int readBytesMax();

    /**
     * There is something to do that no socket event will tell: bytes to send, or a close. Called
     * from any thread, never with a lock held; must not block.
     */
    void wake();
}
