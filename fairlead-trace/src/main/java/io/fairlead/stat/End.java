package io.fairlead.stat;

import io.fairlead.net.Endpoint;
import io.fairlead.net.text.Printable;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * One end of a socket: an IP address and port, the name of a Unix-domain socket, or nothing.
 *
 * @param inet the address; null for a Unix-domain socket
 * @param name the path, or {@code @} and the abstract name; empty where there is none
 * @param dual whether an IPv6 wildcard hears IPv4, too
 */
public record End(@Nullable InetSocketAddress inet, String name, boolean dual) {
    /** What is not there. */
    static final End NONE = new End(null, "", false);

    static End of(InetSocketAddress inet, boolean dual) {
        return new End(inet, "", dual && inet.getAddress() instanceof Inet6Address);
    }

    static End named(String name) {
        return new End(null, name, false);
    }

    /** Whether there is neither address nor name: the other end of a listener. */
    public boolean isNone() {
        return inet == null ? name.isEmpty() : inet.getPort() == 0;
    }

    /** The port; -1 for a Unix-domain socket. */
    public int port() {
        return inet == null ? -1 : inet.getPort();
    }

    /** The address without brackets, {@code *} for all of them; empty for a Unix-domain socket. */
    public String host() {
        if (inet == null) return "";
        if (isAny() && dual) return "*";
        String text = Endpoint.describe(inet);
        String host = text.substring(0, text.lastIndexOf(':'));
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    /** Whether this is every address of the machine. */
    public boolean isAny() {
        return inet != null && inet.getAddress().isAnyLocalAddress();
    }

    /** {@code 127.0.0.1:7007}, {@code [::1]:7007}, {@code *:7007}, a path; safe to show. */
    @Override
    public String toString() {
        if (inet == null) return name.isEmpty() ? "(unnamed)" : Printable.of(name);
        if (isAny() && dual) return "*:" + port();
        return Endpoint.describe(inet);
    }
}
