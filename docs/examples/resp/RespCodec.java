import io.fairlead.frame.Codec;
import io.fairlead.frame.Frame;
import io.fairlead.frame.FrameException;
import io.fairlead.frame.IoBuffer;

/**
 * Whole values of RESP2, the protocol of Redis: {@code *2\r\n$4\r\nECHO\r\n$2\r\nhi\r\n}. A frame
 * is the value as it is on the wire.
 */
record RespCodec(int maxBytes) implements Codec {
    private static final byte LF = '\n';

    @Override
    public Frame decode(IoBuffer in) throws FrameException {
        int end = in.size() == 0 ? -1 : end(in, 0, 0);
        if (end > maxBytes || (end < 0 && in.size() >= maxBytes)) {
            throw new FrameException("a value of more than " + maxBytes + " bytes");
        }
        return end < 0 ? null : in.take(0, end, 0);
    }

    /** Where the value that begins at {@code from} ends; -1 if that has not come yet. */
    private int end(IoBuffer in, int from, int depth) throws FrameException {
        int lf = from < in.size() ? in.indexOf(LF, from) : in.size();
        if (lf == in.size()) return -1;
        int next = lf + 1;
        return switch (in.byteAt(from)) {
            case '$' -> {
                int length = number(in, from + 1, lf);
                int end = length < 0 ? next : next + length + 2;
                yield end <= in.size() ? end : -1;
            }
            case '*' -> {
                if (depth > 4) throw new FrameException("arrays in arrays, too deep");
                for (int left = number(in, from + 1, lf); left > 0 && next >= 0; left--) {
                    next = end(in, next, depth + 1);
                }
                yield next;
            }
            default -> next; // one line: +OK, -ERR, :1, or a command that was typed
        };
    }

    private int number(IoBuffer in, int from, int lf) throws FrameException {
        long number = 0;
        boolean negative = in.byteAt(from) == '-';
        for (int i = negative ? from + 1 : from; i < lf; i++) {
            byte digit = in.byteAt(i);
            if (digit == '\r' && i + 1 == lf) break;
            number = number * 10 + digit - '0';
            if (digit < '0' || digit > '9' || number > maxBytes) {
                throw new FrameException("this is no length, or one of more than " + maxBytes);
            }
        }
        return negative ? -1 : (int) number;
    }

    @Override
    public int encodedBytes(Frame value) {
        return value.size();
    }

    @Override
    public void encode(Frame value, IoBuffer out) {
        out.put(value);
    }

    @Override
    public int wireBytesMax() {
        return maxBytes;
    }
}
