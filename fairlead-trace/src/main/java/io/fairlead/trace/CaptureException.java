package io.fairlead.trace;

import java.io.IOException;

/** Packets cannot be captured here; the message says why and what to do. */
public final class CaptureException extends IOException {
    private static final long serialVersionUID = 1;

    private final boolean permission;

    /**
     * @param permission whether it is for want of a privilege
     * @param sentence the reason and, after a semicolon, what to do
     */
    CaptureException(boolean permission, String sentence) {
        super(sentence);
        this.permission = permission;
    }

    /** Whether it is for want of a privilege, CAP_NET_RAW. */
    public boolean isPermission() {
        return permission;
    }
}
