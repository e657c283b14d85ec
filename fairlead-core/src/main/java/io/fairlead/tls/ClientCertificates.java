package io.fairlead.tls;

/** Whether a server asks its clients for a certificate. */
public enum ClientCertificates {
    /** It does not. */
    NONE,
    /** It does, and serves those without one, too: a service looks at its peer. */
    WANTED,
    /** It does, and a client without one is not served. */
    NEEDED
}
