package io.fairlead.services;

import io.fairlead.net.Endpoint;
import io.fairlead.net.Endpoint.Scheme;

/**
 * Writes the shell commands that try a service, with OpenBSD's nc, and socat for UDP; Fairlead for
 * groups, and for TLS.
 */
final class TryIt {
    private static final String AS_NUMBER = " | od -An -tu4 --endian=big";

    private TryIt() {}

    static String command(Shipped service, Endpoint endpoint) {
        return endpoint.scheme() == Scheme.UDP
                ? datagram(service, endpoint)
                : stream(service, endpoint);
    }

    private static String stream(Shipped service, Endpoint endpoint) {
        return switch (service) {
            case ECHO, DISCARD, UPPER, GREET, ACK ->
                    "printf 'hello\\n' | " + client("-N", endpoint);
            case DAYTIME -> client("-N", endpoint) + " </dev/null";
            case TIME -> client("-N", endpoint) + " </dev/null" + AS_NUMBER;
            // With its input open, nc would stay when head has gone.
            case CHARGEN -> client("", endpoint) + " </dev/null | head -3";
        };
    }

    private static String datagram(Shipped service, Endpoint endpoint) {
        // Of a group, the answers come from other addresses than the one that was asked.
        String exchange =
                endpoint.isMulticast()
                        ? " | fairlead connect -q " + endpoint
                        : " | socat -t1 - " + address(endpoint);
        return switch (service) {
            case ECHO, DISCARD, UPPER, GREET, ACK, DAYTIME -> "printf 'hello'" + exchange;
            case TIME -> "printf 'hello'" + exchange + AS_NUMBER;
            // It answers with no more characters than it gets.
            case CHARGEN -> "printf '%0100d' 0" + exchange;
        };
    }

    private static String client(String flags, Endpoint endpoint) {
        if (endpoint.scheme() == Scheme.TLS) return "fairlead connect -q --ca FILE " + endpoint;
        return "nc " + place(flags, endpoint);
    }

    private static String place(String flags, Endpoint endpoint) {
        if (endpoint.scheme() == Scheme.UNIX) {
            String unixFlags = flags.isEmpty() ? "-U" : flags + "U";
            return unixFlags + " " + quoted(endpoint.path());
        }
        String inetFlags = flags.isEmpty() ? "" : flags + " ";
        return inetFlags + host(endpoint) + " " + endpoint.port();
    }

    private static String address(Endpoint endpoint) {
        String host = host(endpoint);
        String place = host.contains(":") ? "UDP6:[" + host + "]" : "UDP:" + host;
        return place + ":" + endpoint.port();
    }

    /** Where a client on the server's own machine finds it. */
    private static String host(Endpoint endpoint) {
        if (!endpoint.isWildcard()) return endpoint.host();
        return endpoint.host().contains(":") ? "::1" : "127.0.0.1";
    }

    private static String quoted(String path) {
        if (path.matches("[A-Za-z0-9/._@%+=:,][A-Za-z0-9/._@%+=:,-]*")) return path;
        String safe = path.startsWith("-") ? "./" + path : path;
        return "'" + safe.replace("'", "'\\''") + "'";
    }
}
