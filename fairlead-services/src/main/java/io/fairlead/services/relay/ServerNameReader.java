package io.fairlead.services.relay;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the name that a TLS client asks for (SNI, RFC 6066 section 3) from the first bytes that it
 * sends, however they are cut. All bytes are kept, to be passed on. Not thread-safe.
 */
final class ServerNameReader {
    /** Bytes that the client's first message may have, with the headers of its records. */
    static final int BYTES_MAX = 16 * 1024;

    private static final int RECORD_HEADER = 5;
    private static final int MESSAGE_HEADER = 4;
    private static final int RECORD_BYTES_MAX = 1 << 14;
    private static final int HANDSHAKE = 22;
    private static final int MAJOR_VERSION = 3; // TLS 1.0 to 1.3 all say so
    private static final int CLIENT_HELLO = 1;
    private static final int RANDOM_BYTES = 32;
    private static final int SERVER_NAME = 0;
    private static final int HOST_NAME = 0;

    /** What is known by now. */
    enum State {
        /** The message has not come in full. */
        MORE,
        /** {@link #name} says what it asks for, or that it does not ask. */
        READ,
        /** The bytes are not the beginning of TLS. */
        FOREIGN
    }

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final ByteArrayOutputStream message = new ByteArrayOutputStream();
    private final byte[] header = new byte[RECORD_HEADER];
    private int headerBytes;
    private int recordLeft;
    private int messageLeft = MESSAGE_HEADER;
    private State state = State.MORE;
    private @Nullable String name;

    /** Takes what has come. */
    State add(byte[] received) {
        bytes.writeBytes(received);
        for (byte one : received) {
            if (state != State.MORE) break;
            state = next(one);
        }
        if (state == State.MORE && bytes.size() >= BYTES_MAX) state = State.FOREIGN;
        return state;
    }

    /** All that has come. */
    byte[] bytes() {
        return bytes.toByteArray();
    }

    /** In lower case, without a dot at its end; null if the client names nobody. */
    @Nullable String name() {
        return name;
    }

    private State next(byte one) {
        if (recordLeft > 0) {
            recordLeft--;
            message.write(one);
            return --messageLeft > 0 ? State.MORE : part();
        }
        header[headerBytes++] = one;
        if (!isRecord()) return State.FOREIGN;
        if (headerBytes == RECORD_HEADER) {
            headerBytes = 0;
            recordLeft = recordLength();
        }
        return State.MORE;
    }

    private boolean isRecord() {
        if (header[0] != HANDSHAKE) return false;
        if (headerBytes > 1 && header[1] != MAJOR_VERSION) return false;
        if (headerBytes < RECORD_HEADER) return true;
        return recordLength() > 0 && recordLength() <= RECORD_BYTES_MAX;
    }

    private int recordLength() {
        return ByteBuffer.wrap(header).getShort(3) & 0xFFFF;
    }

    /** The message's header is whole, or all of it. */
    private State part() {
        ByteBuffer in = ByteBuffer.wrap(message.toByteArray());
        int header = in.getInt();
        if (header >>> 24 != CLIENT_HELLO) return State.FOREIGN;
        if (!in.hasRemaining()) {
            messageLeft = header & 0xFF_FFFF;
            return messageLeft > 0 && messageLeft < BYTES_MAX ? State.MORE : State.FOREIGN;
        }
        try {
            name = nameIn(in);
            return State.READ;
        } catch (BufferUnderflowException | IllegalArgumentException _) {
            return State.FOREIGN; // a length in it is wrong
        }
    }

    /** RFC 8446 section 4.1.2. */
    private static @Nullable String nameIn(ByteBuffer hello) {
        skip(hello, Short.BYTES + RANDOM_BYTES);
        skip(hello, hello.get() & 255); // session
        skip(hello, hello.getShort() & 0xFFFF); // suites
        skip(hello, hello.get() & 255); // compressions
        if (!hello.hasRemaining()) return null; // without extensions
        ByteBuffer extensions = part(hello);
        while (extensions.hasRemaining()) {
            int type = extensions.getShort() & 0xFFFF;
            ByteBuffer extension = part(extensions);
            if (type == SERVER_NAME) return hostIn(part(extension));
        }
        return null;
    }

    private static @Nullable String hostIn(ByteBuffer names) {
        while (names.hasRemaining()) {
            int type = names.get();
            byte[] text = new byte[names.getShort() & 0xFFFF];
            names.get(text);
            if (type == HOST_NAME) return NamedTargets.normal(new String(text, US_ASCII));
        }
        return null;
    }

    /** What a length of two bytes announces. */
    private static ByteBuffer part(ByteBuffer in) {
        int length = in.getShort() & 0xFFFF;
        ByteBuffer part = in.slice(in.position(), Math.min(length, in.remaining()));
        skip(in, length);
        return part;
    }

    private static void skip(ByteBuffer in, int count) {
        if (count > in.remaining()) throw new BufferUnderflowException();
        in.position(in.position() + count);
    }
}
