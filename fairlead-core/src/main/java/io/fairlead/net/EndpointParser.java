package io.fairlead.net;

import io.fairlead.net.Endpoint.Scheme;
import io.fairlead.net.ports.PortNames;
import io.fairlead.net.text.Printable;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads the notation of {@link Endpoint}, and says what is wrong with a text that is none. */
final class EndpointParser {
    private final String text;

    EndpointParser(String text) {
        this.text = text;
    }

    Endpoint parse() {
        String lower = text.toLowerCase(Locale.ROOT);
        if (text.isEmpty()) {
            throw fault("it is empty; write for example tcp://127.0.0.1:7007, or just 7007");
        }
        if (lower.startsWith("unix:")) {
            return unix(text.substring("unix:".length()));
        }
        if (lower.startsWith("fd:")) {
            return given(text.substring("fd:".length()));
        }
        if (text.codePoints().anyMatch(c -> Character.isWhitespace(c) || c < 32)) {
            throw fault("it contains a blank or a control character; remove it");
        }
        for (Scheme scheme : List.of(Scheme.TCP, Scheme.TLS, Scheme.UDP)) {
            String word = scheme.word();
            if (lower.startsWith(word + "://")) {
                return inet(scheme, text.substring(word.length() + 3));
            }
            if (lower.startsWith(word + ":")) {
                String rest = text.substring(word.length() + 1);
                throw fault("two slashes are missing; " + suggestion(scheme, rest));
            }
        }
        int end = text.indexOf("://");
        if (end >= 0) {
            throw unknownScheme(lower.substring(0, end));
        }
        if (text.startsWith("/") || text.startsWith("./") || text.startsWith("../")) {
            throw fault("a Unix socket is written unix:" + text);
        }
        return text.matches("[+-]?[0-9]+")
                ? endpoint(Scheme.TCP, "127.0.0.1", port(Scheme.TCP, text))
                : inet(Scheme.TCP, text);
    }

    private Endpoint inet(Scheme scheme, String rest) {
        refuseUrlParts(scheme, rest);
        int colon = rest.lastIndexOf(':');
        if (rest.startsWith("[")) {
            int end = rest.indexOf(']');
            if (end < 0) {
                throw fault("the bracket [ is not closed; write tcp://[::1]:7007");
            }
            if (colon < end) {
                throw missingPort(scheme, rest);
            }
            if (colon != end + 1) {
                throw fault("only :PORT may follow the bracket ]");
            }
            return endpoint(
                    scheme, rest.substring(1, end), port(scheme, rest.substring(colon + 1)));
        }
        if (colon < 0) {
            throw missingPort(scheme, rest);
        }
        String host = rest.substring(0, colon);
        if (host.indexOf(':') >= 0) {
            throw fault("an IPv6 address needs brackets" + bracketed(scheme, rest));
        }
        return endpoint(
                scheme,
                host.isEmpty() ? "127.0.0.1" : host,
                port(scheme, rest.substring(colon + 1)));
    }

    private String bracketed(Scheme scheme, String rest) {
        int colon = rest.lastIndexOf(':');
        String guess =
                scheme.word() + "://[" + rest.substring(0, colon) + "]" + rest.substring(colon);
        return parses(guess) ? "; write " + guess : "; write for example tcp://[::1]:7007";
    }

    private void refuseUrlParts(Scheme scheme, String rest) {
        if (rest.indexOf('@') >= 0) {
            throw fault("it contains user info (the part before @), which an endpoint cannot have");
        }
        for (String part : List.of("/", "?", "#")) {
            int at = rest.indexOf(part);
            if (at >= 0) {
                String name = part.equals("/") ? "path" : part.equals("?") ? "query" : "fragment";
                throw fault(
                        "it contains a %s (%s), which an endpoint cannot have; %s"
                                .formatted(
                                        name,
                                        rest.substring(at),
                                        suggestion(scheme, rest.substring(0, at))));
            }
        }
    }

    private EndpointException missingPort(Scheme scheme, String rest) {
        if (rest.matches("[0-9]+")) {
            return fault("a port alone is written " + scheme.word() + "://:" + rest);
        }
        return fault(
                "it has no port; write "
                        + scheme.word()
                        + "://"
                        + (rest.isEmpty() ? "HOST" : rest)
                        + ":PORT");
    }

    private int port(Scheme scheme, String digits) {
        if (digits.isEmpty()) {
            throw fault("the port after the colon is missing; write a number from 0 to 65535");
        }
        if (!digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return namedPort(scheme, digits);
        }
        if (digits.length() > 1 && digits.charAt(0) == '0') {
            throw fault("port " + digits + " has a leading zero; write it without");
        }
        if (digits.length() > 5 || Integer.parseInt(digits) > Endpoint.PORT_MAX) {
            throw fault("port " + digits + " is over 65535, the highest port");
        }
        return Integer.parseInt(digits);
    }

    private int namedPort(Scheme scheme, String name) {
        String known = name.matches("[+-].*") ? "" : ", nor a name in /etc/services";
        return PortNames.find(name, scheme.word())
                .orElseThrow(
                        () -> fault("port " + name + " is not a number from 0 to 65535" + known));
    }

    /** Checks {@code host}, which has no brackets, and makes the endpoint. */
    Endpoint endpoint(Scheme scheme, String host, int port) {
        try {
            if (host.equals("*")) {
                return new Endpoint(scheme, host, port, null);
            }
            if (host.indexOf(':') >= 0) {
                return ipv6(scheme, host, port);
            }
            if (host.indexOf('%') >= 0) {
                return ipv4Group(scheme, host, port);
            }
            if (HostName.looksNumeric(host)) {
                byte[] address = IpText.parseIpv4(host);
                return new Endpoint(scheme, IpText.format(address), port, address);
            }
            return new Endpoint(scheme, HostName.parse(host), port, null);
        } catch (EndpointException fault) {
            throw fault;
        } catch (IllegalArgumentException fault) {
            throw fault(String.valueOf(fault.getMessage()));
        }
    }

    private String zone(String host) {
        int percent = host.indexOf('%');
        String zone = percent < 0 ? "" : host.substring(percent);
        if (percent >= 0 && !zone.matches("%[A-Za-z0-9._~-]+")) {
            throw fault("a zone is % and the name of an interface, as in [fe80::1%eth0]");
        }
        return zone;
    }

    /** Of IPv4, only a group has a zone: the interface at which it is joined. */
    private Endpoint ipv4Group(Scheme scheme, String host, int port) {
        String zone = zone(host);
        byte[] address = IpText.parseIpv4(host.substring(0, host.length() - zone.length()));
        if (scheme != Scheme.UDP || !IpText.isMulticast(address)) {
            throw fault("an IPv4 address has no zone; remove " + zone);
        }
        return new Endpoint(scheme, IpText.format(address) + zone, port, address);
    }

    private Endpoint ipv6(Scheme scheme, String host, int port) {
        String zone = zone(host);
        byte[] address = IpText.parseIpv6(host.substring(0, host.length() - zone.length()));
        if (!IpText.isIpv4Mapped(address)) {
            return new Endpoint(scheme, IpText.format(address) + zone, port, address);
        }
        if (!zone.isEmpty()) {
            throw fault("an IPv4 address has no zone; remove " + zone);
        }
        byte[] four = Arrays.copyOfRange(address, 12, 16);
        return new Endpoint(scheme, IpText.format(four), port, four);
    }

    private Endpoint unix(String rest) {
        if (!rest.startsWith("//")) {
            return UnixPath.endpoint(text, rest);
        }
        String path = rest.substring(2);
        if (path.isEmpty() || path.startsWith("/")) {
            return UnixPath.endpoint(text, path);
        }
        throw fault("unix:// needs an absolute path; write unix:" + path + " for this one");
    }

    private Endpoint given(String rest) {
        String name = rest.startsWith("//") ? rest.substring(2) : "";
        if (!name.matches("[!-9;-~]{1,255}")) { // sd_listen_fds_with_names(3)
            throw fault(
                    "a socket that is given is written fd://NAME, as LISTEN_FDNAMES names it, or"
                            + " fd://3 by its number");
        }
        return new Endpoint(Scheme.FD, name, -1, null);
    }

    private EndpointException unknownScheme(String word) {
        @Nullable Scheme near = SchemeGuess.of(word);
        return fault(
                "unknown scheme "
                        + word
                        + "; endpoints begin with tcp://, tls://, udp://, unix: or fd://"
                        + (near == null ? "" : "; did you mean " + near.start() + "?"));
    }

    private String suggestion(Scheme scheme, String rest) {
        String guess = scheme.word() + "://" + (rest.matches("[0-9]+") ? ":" + rest : rest);
        return parses(guess) ? "write " + guess : "write " + scheme.word() + "://HOST:PORT";
    }

    private boolean parses(String guess) {
        try {
            return !guess.equals(text) && !Endpoint.parse(guess).toString().isEmpty();
        } catch (EndpointException noEndpoint) {
            return false;
        }
    }

    private EndpointException fault(String sentence) {
        return new EndpointException(text, Printable.of(sentence));
    }
}
