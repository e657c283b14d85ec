package io.fairlead.packet.tls;

import io.fairlead.packet.Octets;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A place in a structure of TLS, whose vectors say their length before (RFC 8446 section 3.4).
 * Reading past the end throws {@link IndexOutOfBoundsException}. For one thread.
 */
final class TlsCursor {
    private final ByteBuffer bytes;

    TlsCursor(Octets octets) {
        this(octets.buffer());
    }

    private TlsCursor(ByteBuffer bytes) {
        this.bytes = bytes;
    }

    boolean isAtEnd() {
        return !bytes.hasRemaining();
    }

    int u8() {
        return bytes.get(take(1)) & 0xff;
    }

    int u16() {
        return bytes.getShort(take(2)) & 0xffff;
    }

    int u24() {
        return u8() << 16 | u16();
    }

    byte[] raw(int count) {
        byte[] taken = new byte[count];
        bytes.get(take(count), taken);
        return taken;
    }

    /** What has a length of one byte before it. */
    TlsCursor vector8() {
        return vector(u8());
    }

    /** What has a length of two bytes before it. */
    TlsCursor vector16() {
        return vector(u16());
    }

    private TlsCursor vector(int count) {
        return new TlsCursor(bytes.slice(take(count), count));
    }

    /** The rest, a character each byte. */
    String text() {
        return StandardCharsets.ISO_8859_1.decode(bytes).toString();
    }

    int left() {
        return bytes.remaining();
    }

    private int take(int count) {
        int at = bytes.position();
        if (count > bytes.remaining()) throw new IndexOutOfBoundsException(at + count);
        bytes.position(at + count);
        return at;
    }
}
