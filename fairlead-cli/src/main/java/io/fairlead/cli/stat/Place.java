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

/**
 * An endpoint that a socket is looked for by.
 *
 * @param scheme {@code tcp}, {@code udp}, {@code unix}; empty for each
 * @param addresses what its host stands for; none for every address
 * @param port 0 for each
 * @param path of a Unix-domain socket
 */
record Place(String scheme, List<InetAddress> addresses, int port, String path) {
    private static final Pattern PORT_ALONE = Pattern.compile("(?:(tcp|udp)://)?:?(\\d{1,5})");

    /**
     * Reads what a person wrote. Unlike an endpoint to connect to, a port alone is that of every
     * address, and of UDP as well as TCP.
     */
    static Place parse(String text) throws IOException {
        Matcher alone = PORT_ALONE.matcher(text);
        if (alone.matches()) {
            int port = Endpoint.parse("tcp://:" + alone.group(2)).port();
            return new Place(alone.group(1) == null ? "" : alone.group(1), List.of(), port, "");
        }
        if (text.startsWith("/") || text.startsWith("@")) {
            return new Place("unix", List.of(), 0, text);
        }
        Endpoint endpoint = Endpoint.parse(text);
        if (endpoint.scheme() == Endpoint.Scheme.UNIX) {
            return new Place("unix", List.of(), 0, endpoint.path());
        }
        List<InetAddress> addresses =
                endpoint.isWildcard()
                        ? List.of()
                        : endpoint.resolve().stream().map(InetSocketAddress::getAddress).toList();
        String scheme = text.contains("://") ? endpoint.scheme().word() : "";
        return new Place(scheme, addresses, endpoint.port(), "");
    }

    /** Whether either end of {@code socket} is here. */
    boolean isAt(KernelSocket socket) {
        boolean spoken = scheme.isEmpty() || scheme.equals(socket.protocol().scheme());
        return spoken && (isAt(socket.local()) || isAt(socket.remote()));
    }

    private boolean isAt(End end) {
        InetSocketAddress inet = end.inet();
        if (inet == null) return !path.isEmpty() && path.equals(end.name());
        if (!path.isEmpty() || end.isNone() || (port != 0 && port != end.port())) return false;
        // Who listens at every address listens at this one.
        return addresses.isEmpty() || end.isAny() || addresses.contains(inet.getAddress());
    }
}
