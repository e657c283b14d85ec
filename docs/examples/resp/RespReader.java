import io.fairlead.frame.FrameException;
import io.fairlead.frame.IoBuffer;
import java.util.ArrayList;
import java.util.List;

/** Reads one value of RESP2 from the beginning of a buffer. */
class RespReader {
    private final IoBuffer in;
    private final int maxBytes;
    int at;

    RespReader(IoBuffer in, int maxBytes) {
        this.in = in;
        this.maxBytes = maxBytes;
    }

    /** The value that begins at {@code at}; null if it has not come as a whole yet. */
    Value next(int depth) throws FrameException {
        int from = at;
        int lf = from < in.size() ? in.indexOf((byte) '\n', from) : in.size();
        if (lf == in.size()) return null;
        at = lf + 1;
        char kind = (char) in.byteAt(from);
        return switch (kind) {
            case '$' -> bulk(number(from + 1, lf));
            case '*' -> array(number(from + 1, lf), depth);
            case '+', '-', ':' -> new Value(kind, line(from + 1, lf), List.of());
            default -> typed(line(from, lf));
        };
    }

    private Value bulk(int length) {
        if (length < 0) return Value.NIL;
        int from = at;
        at += length + 2;
        return at <= in.size() ? Value.bulk(in.bytes(from, length)) : null;
    }

    private Value array(int length, int depth) throws FrameException {
        if (depth > 4) throw new FrameException("arrays in arrays, too deep");
        List<Value> parts = new ArrayList<>();
        for (int left = length; left > 0; left--) {
            Value part = next(depth + 1);
            if (part == null) return null;
            parts.add(part);
        }
        return new Value('*', new byte[0], parts);
    }

    private byte[] line(int from, int lf) {
        boolean cr = lf > from && in.byteAt(lf - 1) == '\r';
        return in.bytes(from, (cr ? lf - 1 : lf) - from);
    }

    /** A command that somebody has typed, as with telnet. */
    private static Value typed(byte[] line) {
        return Value.array((Object[]) Value.text(line).strip().split(" +"));
    }

    private int number(int from, int lf) throws FrameException {
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
}
