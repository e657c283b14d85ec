package io.fairlead.packet.tls;

import io.fairlead.packet.Octets;
import java.util.List;

/** What a server of TLS 1.3 says as soon as it can encrypt (RFC 8446 section 4.3.1). */
public final class EncryptedExtensions {
    private EncryptedExtensions() {}

    /** The protocol agreed on (ALPN); empty if none is, or the message is broken. */
    public static String protocol(Octets body) {
        try {
            TlsCursor message = new TlsCursor(body);
            List<String> names = HelloExtensions.read(message, true).protocols();
            return names.isEmpty() ? "" : names.getFirst();
        } catch (IndexOutOfBoundsException e) {
            return "";
        }
    }
}
