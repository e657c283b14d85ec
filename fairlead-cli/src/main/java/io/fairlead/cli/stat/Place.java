package io.fairlead.cli.stat;

import io.fairlead.net.Endpoint;
import io.fairlead.stat.End;
import io.fairlead.stat.KernelSocket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An endpoint that a socket is looked for by.
 *
 * @param scheme {@code tcp}, {@code udp}, {@code unix}; empty for each
 * @param addresses what its host stands for; none for every address
 * @param port 0 for each
 * @param path of a Unix-domain socket
 * @param network in which an end lies; null where no network was asked for
 */
record Place(
        String scheme,
        List<InetAddress> addresses,
        int port,
        String path,
        @Nullable AddressBlock network) {
    private static final Pattern PORT_ALONE = Pattern.compile("(?:(tcp|udp)://)?:?(\\d{1,5})");

    /**
     * Reads what a person wrote. Unlike an endpoint to connect to, a port alone is that of every
     * address, and of UDP as well as TCP.
     */
    static Place parse(String text) throws IOException {
        if (AddressBlock.isWritten(text)) {
            return new Place("", List.of(), 0, "", AddressBlock.parse(text));
        }
        Matcher alone = PORT_ALONE.matcher(text);
        if (alone.matches()) {
            int port = Endpoint.parse("tcp://:" + alone.group(2)).port();
            return new Place(
                    alone.group(1) == null ? "" : alone.group(1), List.of(), port, "", null);
        }
        if (text.startsWith("/") || text.startsWith("@")) {
            return new Place("unix", List.of(), 0, text, null);
        }
        Endpoint endpoint = Endpoint.parse(text);
        if (endpoint.scheme() == Endpoint.Scheme.UNIX) {
            return new Place("unix", List.of(), 0, endpoint.path(), null);
        }
        List<InetAddress> addresses =
                endpoint.isWildcard()
                        ? List.of()
                        : endpoint.resolve().stream().map(InetSocketAddress::getAddress).toList();
        String scheme = text.contains("://") ? endpoint.scheme().word() : "";
        return new Place(scheme, addresses, endpoint.port(), "", null);
    }

    /** Whether either end of {@code socket} is here. */
    boolean isAt(KernelSocket socket) {
        boolean spoken = scheme.isEmpty() || scheme.equals(socket.protocol().scheme());
        return spoken && (isAt(socket.local()) || isAt(socket.remote()));
    }

    private boolean isAt(End end) {
        InetSocketAddress inet = end.inet();
        if (inet == null) return !path.isEmpty() && path.equals(end.name());
        // An address is in a network; a listener for all of them is not.
        if (network != null) return !end.isNone() && network.contains(inet.getAddress());
        if (!path.isEmpty() || end.isNone() || (port != 0 && port != end.port())) return false;
        // Who listens at every address listens at this one.
        return addresses.isEmpty() || end.isAny() || addresses.contains(inet.getAddress());
    }
}
