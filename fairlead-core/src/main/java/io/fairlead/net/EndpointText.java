package io.fairlead.net;

import io.fairlead.net.text.Printable;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import org.jspecify.annotations.Nullable;

/** Addresses in the notation of {@link Endpoint}. */
final class EndpointText {
    private EndpointText() {}

    /** See {@link Endpoint#describe}. */
    static String of(@Nullable SocketAddress address) {
        return switch (address) {
            case InetSocketAddress inet -> bracketed(host(inet)) + ":" + inet.getPort();
            case UnixDomainSocketAddress unix -> Printable.of(unix(unix.getPath().toString()));
            case null -> "(no address)";
            default -> Printable.of(address.toString());
        };
    }

    /** The host without brackets, with its zone where it has one. */
    static String host(InetSocketAddress inet) {
        if (inet.getAddress() == null) return inet.getHostString();
        String host = IpText.format(inet.getAddress().getAddress());
        boolean scoped = inet.getAddress() instanceof Inet6Address six && six.getScopeId() != 0;
        if (!scoped) return host;
        String text = inet.getAddress().getHostAddress();
        return host + text.substring(text.indexOf('%'));
    }

    static String unix(String path) {
        if (path.isEmpty()) return "unix:(unnamed)";
        return (path.startsWith("/") ? "unix://" : "unix:") + path;
    }

    static String bracketed(String host) {
        return host.indexOf(':') < 0 ? host : "[" + host + "]";
    }
}
