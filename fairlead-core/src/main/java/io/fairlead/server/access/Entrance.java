package io.fairlead.server.access;

import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Who may come in. Safe for any thread.
 *
 * @param access says it of clients
 * @param proxies says which proxies may connect, that alone do so, and say for whom; null if
 *     clients connect themselves
 */
public record Entrance(AccessList access, @Nullable AccessList proxies) {
    /** All clients, by themselves. */
    public static final Entrance OPEN = new Entrance(AccessList.EVERYBODY, null);

    /** True if {@code remote} is a proxy that may connect; a Unix-domain one always is. */
    public boolean isProxy(SocketAddress remote) {
        return proxies == null || proxies.admits(remote);
    }
}
