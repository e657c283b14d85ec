package io.fairlead.server;

import io.fairlead.frame.Codec;
import io.fairlead.frame.Frame;
import io.fairlead.frame.FrameException;
import io.fairlead.frame.IoBuffer;
import io.fairlead.frame.LineCodec;
import io.fairlead.frame.TypedCodec;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * A message of tests: a number on a line.
 *
 * @param attached true if the codec had made it while it looked for the end of the line
 */
public record Reading(long value, boolean attached) implements Serializable {
    /** Of lines: each is a message, and its codec attaches those that are not below 0. */
    public static final TypedCodec<Reading> LINES = new Lines();

    private record Lines() implements TypedCodec<Reading>, Codec, Serializable {
        private static final LineCodec LINES = Codec.lines();

        @Override
        public Codec framing() {
            return this;
        }

        @Override
        public Reading toMessage(Frame frame) throws FrameException {
            Reading attached = frame.attachment(Reading.class);
            return attached == null ? read(frame, false) : attached;
        }

        private static Reading read(Frame frame, boolean attached) throws FrameException {
            try {
                return new Reading(Long.parseLong(frame.text()), attached);
            } catch (NumberFormatException e) {
                throw new FrameException("no number: " + frame.text());
            }
        }

        @Override
        public Frame toFrame(Reading message) {
            if (message.value() == Long.MIN_VALUE) throw new IllegalArgumentException("too low");
            return Frame.of(Long.toString(message.value()));
        }

        @Override
        public @Nullable Frame decode(IoBuffer in) throws FrameException {
            Frame line = LINES.decode(in);
            if (line == null || line.size() == 0 || !Character.isDigit(line.byteAt(0))) return line;
            return line.attach(read(line, true));
        }

        @Override
        public int encodedBytes(Frame payload) {
            return LINES.encodedBytes(payload);
        }

        @Override
        public void encode(Frame payload, IoBuffer out) {
            LINES.encode(payload, out);
        }

        @Override
        public int wireBytesMax() {
            return LINES.wireBytesMax();
        }
    }
}
