package io.fairlead.packet;

/** Bytes that cannot be what they should be; the message is the reason. Stays in this room. */
final class BadPacketException extends Exception {
    private static final long serialVersionUID = 1;

    BadPacketException(String reason) {
        super(reason, null, false, false);
    }
}
