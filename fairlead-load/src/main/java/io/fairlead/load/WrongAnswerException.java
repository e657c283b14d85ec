package io.fairlead.load;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Locale;

/** The server sent back something else than it got; the message says where. */
public final class WrongAnswerException extends IOException {
    private static final long serialVersionUID = 1;

    private final long offset;

    /**
     * @param offset of the first wrong byte in what the connection received
     */
    WrongAnswerException(long offset, String sentence) {
        super(sentence);
        this.offset = offset;
    }

    /** The first byte of an answer that differs from what the connection sent. */
    static WrongAnswerException differs(Place place, MemorySegment got, long at, byte expected) {
        byte found = got.get(ValueLayout.JAVA_BYTE, at);
        return new WrongAnswerException(
                place.offset(),
                "wrong answer on %s: %s came where %s was sent; bytes are wrong, missing or in"
                                .formatted(place, shown(found), shown(expected))
                        + " another order from there on");
    }

    private static String shown(byte value) {
        int code = Byte.toUnsignedInt(value);
        return code > ' ' && code < 0x7f ? "'%c'".formatted(code) : "0x%02x".formatted(code);
    }

    /** Where the first wrong byte is, in what the connection received. */
    public long offset() {
        return offset;
    }

    /**
     * A byte of what a connection received.
     *
     * @param lane the connection, from 0 on
     * @param message the message, from 0 on
     * @param within the byte of the message on the wire
     * @param wireBytes bytes of a message on the wire
     * @param firstMessage the message that the stream began with
     */
    record Place(int lane, long message, int within, int wireBytes, long firstMessage) {
        long offset() {
            return (message - firstMessage) * wireBytes + within;
        }

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "connection %d at byte %d (byte %d of %d of message %d)",
                    lane,
                    offset(),
                    within,
                    wireBytes,
                    message);
        }
    }
}
