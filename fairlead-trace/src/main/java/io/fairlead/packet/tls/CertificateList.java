package io.fairlead.packet.tls;

import io.fairlead.packet.Octets;
import java.util.ArrayList;
import java.util.List;

/** The certificates of a Certificate message, DER each, that of the end itself first. */
public final class CertificateList {
    private CertificateList() {}

    /**
     * Those of a message (RFC 8446 section 4.4.2, RFC 5246 section 7.4.2).
     *
     * @return as many as can be read
     */
    public static List<Octets> of(Octets body, boolean isTls13) {
        List<Octets> certificates = new ArrayList<>();
        try {
            TlsCursor message = new TlsCursor(body);
            if (isTls13) {
                TlsCursor _ = message.vector8(); // the context
            }
            int _ = message.u24(); // all of them
            while (!message.isAtEnd()) {
                certificates.add(Octets.of(message.raw(message.u24())));
                if (isTls13) {
                    TlsCursor _ = message.vector16(); // extensions
                }
            }
        } catch (IndexOutOfBoundsException e) {
            // those before are whole
        }
        return certificates;
    }
}
