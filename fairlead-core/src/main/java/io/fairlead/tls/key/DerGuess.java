package io.fairlead.tls.key;

import io.fairlead.tls.der.DerException;
import io.fairlead.tls.der.DerReader;

/** Says what a file of bytes is, where PEM was wanted, and how to make PEM of it. */
final class DerGuess {
    /** The first byte of all of them. */
    static final int SEQUENCE = 0x30;

    private static final int PKCS12_VERSION = 3;

    private DerGuess() {}

    static KeyFileException fault(KeyInput in) {
        String name = in.name();
        return in.fault(
                switch (kind(in)) {
                    case CERTIFICATE ->
                            "a certificate in DER where PEM was wanted; write it as PEM:"
                                    + " openssl x509 -inform DER -in "
                                    + name
                                    + " -out "
                                    + name
                                    + ".pem";
                    case KEY ->
                            "a private key in DER where PEM was wanted; write it as PEM:"
                                    + " openssl pkey -inform DER -in "
                                    + name
                                    + " -out "
                                    + name
                                    + ".pem";
                    case STORE ->
                            "a PKCS #12 file where PEM was wanted; for a server or a client, give"
                                    + " it as the certificate (--cert) and no key; to have what"
                                    + " is in it as PEM: openssl pkcs12 -nodes -in "
                                    + name;
                    case OTHER ->
                            "bytes (in DER) where PEM was wanted; openssl asn1parse -inform DER"
                                    + " -in "
                                    + name
                                    + " shows what they are";
                });
    }

    static boolean isStore(KeyInput in) {
        return in.startsWith(SEQUENCE) && kind(in) == Kind.STORE;
    }

    private static Kind kind(KeyInput in) {
        try {
            DerReader inner = new DerReader(in.bytes()).sequence();
            if (inner.isSequence()) return certificate(inner.sequence());
            if (!inner.isInteger()) return Kind.OTHER;
            return inner.integer().intValue() == PKCS12_VERSION ? Kind.STORE : Kind.KEY;
        } catch (DerException damaged) {
            return Kind.OTHER;
        }
    }

    /** A certificate begins with two sequences, and an encrypted key with an algorithm. */
    private static Kind certificate(DerReader first) {
        return first.isOid() ? Kind.KEY : Kind.CERTIFICATE;
    }

    private enum Kind {
        CERTIFICATE,
        KEY,
        STORE,
        OTHER
    }
}
