package io.fairlead.service;

import java.io.IOException;

/**
 * The input of a TLS connection ended without the other end's close_notify (RFC 8446 section 6.1):
 * what came may be only the beginning.
 */
public final class TruncatedException extends IOException {
    private static final long serialVersionUID = 1;

    /** For the end of an input. */
    public TruncatedException() {
        super(
                "the input ended without TLS's close_notify: it may have been cut off on its way;"
                        + " take nothing that is not whole");
    }
}
