package io.fairlead.proxy;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A line such as {@code PROXY TCP4 192.0.2.7 192.0.2.1 56324 443}: section 2.1 of the protocol. */
final class VersionOne {
    /** The shortest: of an unknown client. */
    static final int BYTES_MIN = 15;

    static final byte[] BEGIN = "PROXY ".getBytes(US_ASCII);
    private static final String UNKNOWN = "PROXY UNKNOWN";
    private static final int FIELDS = 6;
    private static final Pattern PORT = Pattern.compile("0|[1-9][0-9]{0,4}");
    private static final Pattern FOUR =
            Pattern.compile("(0|[1-9][0-9]{0,2})(\\.(0|[1-9][0-9]{0,2})){3}");
    private static final Pattern SIX = Pattern.compile("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

    private VersionOne() {}

    // ---- writing ----

    static ProxyHeader unknown() {
        return header(UNKNOWN + "\r\n", null, null);
    }

    static ProxyHeader header(SocketAddress source, SocketAddress destination) {
        if (!(source instanceof InetSocketAddress from)
                || !(destination instanceof InetSocketAddress to)) return unknown();
        boolean four = isFour(from) && isFour(to);
        String line =
                "PROXY %s %s %s %s %s\r\n"
                        .formatted(
                                four ? "TCP4" : "TCP6",
                                text(from.getAddress(), four),
                                text(to.getAddress(), four),
                                Integer.toString(from.getPort()),
                                Integer.toString(to.getPort()));
        return header(line, from, to);
    }

    private static ProxyHeader header(
            String line, @Nullable SocketAddress source, @Nullable SocketAddress destination) {
        return new ProxyHeader(line.getBytes(US_ASCII), false, source, destination, Map.of());
    }

    static boolean isFour(InetSocketAddress address) {
        return address.getAddress() instanceof Inet4Address;
    }

    private static String text(InetAddress address, boolean four) {
        String text = address.getHostAddress();
        if (address instanceof Inet4Address) return four ? text : "::ffff:" + text;
        int zone = text.indexOf('%');
        return zone < 0 ? text : text.substring(0, zone);
    }

    // ---- reading ----

    /**
     * Bytes that a header still has at least; 0 if {@code bytes} are a whole one.
     *
     * @throws ProxyHeaderException if they are none
     */
    static int missing(byte[] bytes, int size) throws ProxyHeaderException {
        if (size < BYTES_MIN) return BYTES_MIN - size;
        int spaces = 0;
        for (int i = 0; i < size; i++) {
            if (bytes[i] == ' ') spaces++;
            if (bytes[i] == '\n' && (i < size - 1 || bytes[i - 1] != '\r')) throw wrong();
        }
        byte last = bytes[size - 1];
        if (last == '\n') return 0;
        int missing = last == '\r' ? 1 : 2; // the end of the line
        boolean isKnown = !new String(bytes, 0, BYTES_MIN, US_ASCII).startsWith(UNKNOWN);
        if (isKnown && last != '\r') missing += fields(spaces, last);
        if (size + missing > ProxyHeader.ONE_BYTES_MAX) throw wrong();
        return missing;
    }

    /** What is to come before the end of the line: a space and a character for each field. */
    private static int fields(int spaces, byte last) throws ProxyHeaderException {
        if (spaces >= FIELDS) throw wrong();
        return 2 * (FIELDS - 1 - spaces) + (last == ' ' ? 1 : 0);
    }

    static ProxyHeader read(byte[] bytes) throws ProxyHeaderException {
        String line = new String(bytes, US_ASCII).substring(0, bytes.length - 2);
        if (line.equals(UNKNOWN) || line.startsWith(UNKNOWN + " ")) {
            return new ProxyHeader(bytes, false, null, null, Map.of());
        }
        String[] fields = line.split(" ", -1);
        if (fields.length != FIELDS) throw wrong();
        boolean four = fields[1].equals("TCP4");
        if (!four && !fields[1].equals("TCP6")) throw wrong();
        InetSocketAddress source = address(fields[2], fields[4], four);
        InetSocketAddress destination = address(fields[3], fields[5], four);
        return new ProxyHeader(bytes, false, source, destination, Map.of());
    }

    private static InetSocketAddress address(String host, String port, boolean four)
            throws ProxyHeaderException {
        if (!PORT.matcher(port).matches() || !(four ? FOUR : SIX).matcher(host).matches()) {
            throw wrong();
        }
        try {
            InetAddress address =
                    four ? Inet4Address.ofLiteral(host) : Inet6Address.ofLiteral(host);
            return new InetSocketAddress(address, Integer.parseInt(port));
        } catch (IllegalArgumentException e) { // 256, or too many colons
            throw wrong();
        }
    }

    private static ProxyHeaderException wrong() {
        return new ProxyHeaderException(
                "the line that begins with PROXY is no header of the PROXY protocol, version 1");
    }
}
