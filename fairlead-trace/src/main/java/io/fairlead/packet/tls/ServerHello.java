package io.fairlead.packet.tls;

import io.fairlead.packet.Octets;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a server chooses (RFC 8446 section 4.1.3). Immutable.
 *
 * @param random the server's part of what makes keys, in hexadecimal digits
 * @param version of TLS, as on the wire
 * @param suite the cipher, as on the wire
 * @param group of its share of the key; -1 if it sends none here
 * @param protocol agreed on (ALPN); empty if none is, or it is said later
 * @param resumes whether it goes on with an earlier session; TLS 1.3 alone says that here
 * @param isRetry whether it is a HelloRetryRequest, which asks for another hello
 */
public record ServerHello(
        String random,
        int version,
        int suite,
        int group,
        String protocol,
        boolean resumes,
        boolean isRetry) {
    /** The random number of each HelloRetryRequest. */
    private static final String RETRY =
            "cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c";

    /** Reads one; null if it is none. */
    public static @Nullable ServerHello decode(Octets body) {
        try {
            return decode(new TlsCursor(body));
        } catch (IndexOutOfBoundsException e) {
            return null;
        }
    }

    private static ServerHello decode(TlsCursor hello) {
        int version = hello.u16();
        String random = HexFormat.of().formatHex(hello.raw(32));
        TlsCursor _ = hello.vector8(); // the session
        int suite = hello.u16();
        int _ = hello.u8(); // compression
        HelloExtensions extensions = HelloExtensions.read(hello, false);
        List<Integer> versions = extensions.versions();
        List<Integer> shares = extensions.keyShares();
        List<String> protocols = extensions.protocols();
        return new ServerHello(
                random,
                versions.isEmpty() ? version : versions.getFirst(),
                suite,
                shares.isEmpty() ? -1 : shares.getFirst(),
                protocols.isEmpty() ? "" : protocols.getFirst(),
                extensions.has(HelloExtensions.PRE_SHARED_KEY),
                random.equals(RETRY));
    }
}
