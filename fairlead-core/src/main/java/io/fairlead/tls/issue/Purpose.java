package io.fairlead.tls.issue;

/** What a certificate is for. */
public enum Purpose {
    /** A server shows it. */
    SERVER("1.3.6.1.5.5.7.3.1"),
    /** A client shows it. */
    CLIENT("1.3.6.1.5.5.7.3.2"),
    /** Its owner issues certificates. */
    AUTHORITY("");

    private final String usage;

    Purpose(String usage) {
        this.usage = usage;
    }

    /** The extended key usage, RFC 5280 (4.2.1.12); empty for any. */
    String usage() {
        return usage;
    }
}
