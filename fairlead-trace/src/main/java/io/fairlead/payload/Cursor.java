package io.fairlead.payload;

/**
 * A place in bytes that moves on as numbers are read, in network order. Reading past the end throws
 * {@link IndexOutOfBoundsException}. For one thread.
 */
final class Cursor {
    private final byte[] bytes;
    private int at;

    Cursor(byte[] bytes, int at) {
        this.bytes = bytes;
        this.at = at;
    }

    int at() {
        return at;
    }

    Cursor skip(int count) {
        at += count;
        return this;
    }

    int u8() {
        return bytes[at++] & 0xff;
    }

    int u16() {
        return u8() << 8 | u8();
    }
}
