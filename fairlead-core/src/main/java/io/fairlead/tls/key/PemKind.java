package io.fairlead.tls.key;

import static java.util.Map.entry;

import java.util.Map;

/** What a block holds, as errors call it, and the way out where it is not what was wanted. */
enum PemKind {
    CERTIFICATE("a certificate", "give it as the certificate (--cert)"),
    CERTIFICATES("certificates (PKCS #7)", "give them as the certificate (--cert)"),
    PRIVATE_KEY("a private key", "give it as the key (--key)"),
    OPENSSH_KEY(
            "a private key of OpenSSH", "write it in another form: ssh-keygen -p -m PKCS8 -f FILE"),
    DSA_KEY("a private key for DSA, which TLS 1.3 does not have,", "make an EC key"),
    PUBLIC_KEY(
            "a public key", "the private key was written to another file when the two were made"),
    REQUEST(
            "a request for a certificate",
            "send it to an authority, which answers with the certificate"),
    REVOKED("a list of revoked certificates", "it is not needed here"),
    PARAMETERS("parameters of a key", "they are not needed here"),
    OTHER("something else", "it is not needed here");

    private static final Map<String, PemKind> BY_LABEL =
            Map.ofEntries(
                    entry("CERTIFICATE", CERTIFICATE),
                    entry("X509 CERTIFICATE", CERTIFICATE),
                    entry("TRUSTED CERTIFICATE", CERTIFICATE), // of openssl, with more after it
                    entry("PKCS7", CERTIFICATES),
                    entry("PRIVATE KEY", PRIVATE_KEY),
                    entry("ENCRYPTED PRIVATE KEY", PRIVATE_KEY),
                    entry("RSA PRIVATE KEY", PRIVATE_KEY),
                    entry("EC PRIVATE KEY", PRIVATE_KEY),
                    entry("OPENSSH PRIVATE KEY", OPENSSH_KEY),
                    entry("DSA PRIVATE KEY", DSA_KEY),
                    entry("PUBLIC KEY", PUBLIC_KEY),
                    entry("RSA PUBLIC KEY", PUBLIC_KEY),
                    entry("CERTIFICATE REQUEST", REQUEST),
                    entry("NEW CERTIFICATE REQUEST", REQUEST),
                    entry("X509 CRL", REVOKED),
                    entry("EC PARAMETERS", PARAMETERS),
                    entry("DH PARAMETERS", PARAMETERS),
                    entry("DSA PARAMETERS", PARAMETERS));

    private final String words;
    private final String wayOut;

    PemKind(String words, String wayOut) {
        this.words = words;
        this.wayOut = wayOut;
    }

    static PemKind of(String label) {
        return BY_LABEL.getOrDefault(label, OTHER);
    }

    boolean isOfCertificates() {
        return this == CERTIFICATE || this == CERTIFICATES;
    }

    boolean isOfKey() {
        return this == PRIVATE_KEY || this == OPENSSH_KEY || this == DSA_KEY;
    }

    /**
     * What is wrong with a file that has only blocks of other kinds.
     *
     * @param block the first of them
     */
    static KeyFileException wrong(KeyInput in, PemBlock block, String wanted) {
        PemKind kind = block.kind();
        String found = kind == OTHER ? "\"" + block.label() + "\"" : kind.words;
        return in.fault(block.line(), found + " where " + wanted + " was wanted; " + kind.wayOut);
    }
}
