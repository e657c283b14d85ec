package io.fairlead.proxy;

import java.io.IOException;

/** What came is no header of the PROXY protocol; the message says why, and what to do. */
public final class ProxyHeaderException extends IOException {
    private static final long serialVersionUID = 1;

    /** One whose message is for people. */
    public ProxyHeaderException(String message) {
        super(message);
    }
}
