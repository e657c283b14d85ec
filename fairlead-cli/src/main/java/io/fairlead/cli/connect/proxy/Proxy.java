package io.fairlead.cli.connect.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fairlead.net.Endpoint;
import io.fairlead.net.EndpointException;
import io.fairlead.net.text.Printable;
import java.net.URLDecoder;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A proxy, as it is written on the command line: {@code socks5://HOST:PORT} or {@code
 * http://HOST:PORT}, with {@code USER:PASSWORD@} before the host if it asks for them. Immutable.
 *
 * @param kind what it speaks
 * @param endpoint where it is
 * @param user empty if there is none
 * @param password may be empty
 */
public record Proxy(Kind kind, Endpoint endpoint, String user, String password) {
    private static final String SOCKS_PORT = ":1080"; // RFC 1928 section 3
    private static final Pattern FORM =
            Pattern.compile("([A-Za-z0-9]+)://(?:([^@/]*)@)?([^@/]+)/?");

    /** What a proxy speaks. */
    public enum Kind {
        /** SOCKS version 5. */
        SOCKS5,
        /** HTTP, with its method CONNECT. */
        HTTP
    }

    /**
     * Reads one.
     *
     * @throws IllegalArgumentException if {@code text} is none; the message says what would be one
     */
    public static Proxy parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) throw fault(text, "it is no proxy");
        Kind kind =
                switch (form.group(1).toLowerCase(Locale.ROOT)) {
                    case "socks5", "socks5h" -> Kind.SOCKS5;
                    case "http" -> Kind.HTTP;
                    default -> throw fault(text, "there is no proxy for " + form.group(1));
                };
        String userInfo = form.group(2) == null ? "" : form.group(2);
        int colon = userInfo.indexOf(':');
        return new Proxy(
                kind,
                endpoint(text, kind, form.group(3)),
                decoded(text, colon < 0 ? userInfo : userInfo.substring(0, colon)),
                decoded(text, colon < 0 ? "" : userInfo.substring(colon + 1)));
    }

    private static Endpoint endpoint(String text, Kind kind, String place) {
        boolean hasPort = place.matches(".*:[^:\\]]+");
        try {
            String port = !hasPort && kind == Kind.SOCKS5 ? SOCKS_PORT : "";
            return Endpoint.parse("tcp://" + place + port);
        } catch (EndpointException e) {
            throw fault(text, hasPort ? "\"" + place + "\" is no host and port" : "it has no port");
        }
    }

    /** RFC 3986 section 2.1: a colon or an @ in a password is written %3A, %40. */
    private static String decoded(String text, String part) {
        try {
            return URLDecoder.decode(part.replace("+", "%2B"), UTF_8);
        } catch (IllegalArgumentException e) {
            throw fault(text, "a % in a name or password is written %25");
        }
    }

    /** Without the password, which is nobody's business. */
    private static IllegalArgumentException fault(String text, String what) {
        return new IllegalArgumentException(
                "proxy \""
                        + Printable.of(text.replaceFirst("(//[^@:]*:)[^@]*@", "$1...@"))
                        + "\": "
                        + what
                        + "; write socks5://HOST:PORT or http://HOST:PORT, with USER:PASSWORD@"
                        + " before HOST if the proxy asks for them");
    }

    /** Without user and password. */
    @Override
    public String toString() {
        String word = kind == Kind.HTTP ? "http" : "socks5";
        return endpoint.toString().replaceFirst("^tcp", word);
    }
}
