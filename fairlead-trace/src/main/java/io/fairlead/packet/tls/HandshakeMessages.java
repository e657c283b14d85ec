package io.fairlead.packet.tls;

import io.fairlead.packet.Octets;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Puts messages of a handshake together, which records cut at any place. Holds no more than one
 * message. For one thread.
 */
public final class HandshakeMessages {
    /** Longer than any certificate chain that a JDK or OpenSSL takes. */
    static final int BYTES_MAX = 256 * 1024;

    private static final int HEADER_BYTES = 4;

    private final ByteArrayOutputStream begun = new ByteArrayOutputStream();
    private int wanted = HEADER_BYTES; // so much of it says more
    private boolean broken;

    /** At the beginning of a message. */
    public HandshakeMessages() {}

    /** Takes what a record carries; returns the messages that are complete by it. */
    public List<HandshakeMessage> add(Octets octets) {
        List<HandshakeMessage> complete = new ArrayList<>();
        if (broken) return complete;
        begun.writeBytes(octets.toArray());
        if (begun.size() < wanted) return complete;
        Octets left = Octets.of(begun.toByteArray());
        wanted = HEADER_BYTES;
        while (left.length() >= HEADER_BYTES) {
            TlsCursor header = new TlsCursor(left);
            int type = header.u8();
            int bytes = header.u24();
            broken = bytes > BYTES_MAX;
            wanted = HEADER_BYTES + bytes;
            if (broken || left.length() < wanted) break;
            wanted = HEADER_BYTES;
            complete.add(new HandshakeMessage(type, left.from(HEADER_BYTES).atMost(bytes)));
            left = left.from(HEADER_BYTES + bytes);
        }
        begun.reset();
        if (!broken) begun.writeBytes(left.toArray());
        return complete;
    }

    /** Whether a message has begun and is not complete. */
    public boolean isWithin() {
        return begun.size() > 0;
    }

    /** Whether something came that is no message. */
    public boolean isBroken() {
        return broken;
    }
}
