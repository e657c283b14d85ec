package io.fairlead.tls.der;

import java.io.IOException;

/** Bytes are no value of the kind that was wanted. */
public final class DerException extends IOException {
    private static final long serialVersionUID = 1;

    DerException(String message) {
        super(message);
    }
}
