package io.fairlead.cli.connect;

import io.fairlead.net.Endpoint;
import io.fairlead.net.EndpointException;
import io.fairlead.net.NetException;
import io.fairlead.proxy.ProxyHeader;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of what is sent first, as a proxy does. */
public final class HeaderOptions {
    @Option(
            names = "--send-proxy",
            paramLabel = "1|2",
            description =
                    "Begin, before TLS, with a header of the PROXY protocol in that version, as"
                            + " HAProxy and nginx do for a server that wants one.")
    private @Nullable Integer version;

    @Option(
            names = "--proxy-source",
            paramLabel = "ADDRESS:PORT",
            description =
                    "With --send-proxy: the client that the header is for. Default: none, as in a"
                            + " health check.")
    private @Nullable String source;

    /** None is given yet. */
    public HeaderOptions() {}

    /**
     * The header for {@code server}.
     *
     * @return null for none
     * @throws IllegalArgumentException if they make no sense; the message names the option
     */
    @Nullable ProxyHeader header(Endpoint server, boolean datagrams) {
        if (version == null) {
            if (source == null) return null;
            throw new IllegalArgumentException("--proxy-source is for --send-proxy; give both");
        }
        if (version != 1 && version != 2) {
            throw new IllegalArgumentException("--send-proxy: there are versions 1 and 2");
        }
        if (datagrams) {
            throw new IllegalArgumentException(
                    "--send-proxy: datagrams are no connection that could begin with a header");
        }
        if (source == null) return ProxyHeader.local(version);
        InetSocketAddress from = address(source);
        return ProxyHeader.of(version, from, destination(server, from));
    }

    private static InetSocketAddress address(String text) {
        try {
            Endpoint endpoint = Endpoint.parse("tcp://" + text);
            if (!endpoint.hasHostName()) return endpoint.resolve().getFirst();
        } catch (EndpointException | NetException e) {
            // said below
        }
        throw new IllegalArgumentException(
                "--proxy-source: \"%s\" is no address with a port, such as 192.0.2.7:4711 or"
                                .formatted(text)
                        + " [2001:db8::7]:4711");
    }

    /** The server's own, if it is written as an address of the same kind. */
    private static InetSocketAddress destination(Endpoint server, InetSocketAddress from) {
        boolean four = from.getAddress() instanceof Inet4Address;
        InetAddress any = four ? Inet4Address.ofLiteral("0.0.0.0") : Inet6Address.ofLiteral("::");
        if (!server.scheme().isTcp()) return new InetSocketAddress(any, 0);
        try {
            if (server.hasHostName()) return new InetSocketAddress(any, server.port());
            InetSocketAddress at = server.resolve().getFirst();
            boolean same = at.getAddress() instanceof Inet4Address == four;
            return same ? at : new InetSocketAddress(any, server.port());
        } catch (NetException e) {
            return new InetSocketAddress(any, server.port());
        }
    }
}
