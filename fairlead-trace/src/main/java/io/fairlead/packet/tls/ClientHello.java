package io.fairlead.packet.tls;

import io.fairlead.packet.Octets;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a client offers (RFC 8446 section 4.1.2). Immutable. Numbers without a meaning, which some
 * clients mix in (RFC 8701), are left out.
 *
 * @param random tells connections apart, in hexadecimal digits
 * @param versions of TLS, the best one first, as on the wire
 * @param suites ciphers, as on the wire
 * @param serverName whom it asks for; empty if it does not say
 * @param protocols to agree on (ALPN)
 * @param groups for the agreement on a key
 * @param keyShares groups for which it sends its share already
 * @param resumes whether it offers to go on with an earlier session
 * @param earlyData whether it sends data before the server has answered
 */
public record ClientHello(
        String random,
        List<Integer> versions,
        List<Integer> suites,
        String serverName,
        List<String> protocols,
        List<Integer> groups,
        List<Integer> keyShares,
        boolean resumes,
        boolean earlyData) {
    /** Reads one; null if it is none. */
    public static @Nullable ClientHello decode(Octets body) {
        try {
            return decode(new TlsCursor(body));
        } catch (IndexOutOfBoundsException e) {
            return null;
        }
    }

    private static ClientHello decode(TlsCursor hello) {
        int version = hello.u16();
        String random = HexFormat.of().formatHex(hello.raw(32));
        TlsCursor _ = hello.vector8(); // the session
        List<Integer> suites = HelloExtensions.meaningful(hello.vector16());
        TlsCursor _ = hello.vector8(); // compression
        HelloExtensions extensions = HelloExtensions.read(hello, true);
        List<Integer> versions = extensions.versions();
        return new ClientHello(
                random,
                versions.isEmpty() ? List.of(version) : versions,
                suites,
                extensions.serverName(),
                extensions.protocols(),
                extensions.groups(),
                extensions.keyShares(),
                extensions.has(HelloExtensions.PRE_SHARED_KEY)
                        || extensions.bytes(HelloExtensions.SESSION_TICKET) > 0,
                extensions.has(HelloExtensions.EARLY_DATA));
    }
}
