import static java.nio.charset.StandardCharsets.UTF_8;

import io.fairlead.frame.Frame;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.stream.Stream;

/**
 * A value of RESP2.
 *
 * @param kind its first byte: + - : for a line, $ for bytes, * for an array
 * @param bytes null if there is no such value
 */
record Value(char kind, byte[] bytes, List<Value> parts) {
    static final Value OK = line("OK");
    static final Value NIL = bulk(null);

    static Value line(String text) {
        return new Value('+', text.getBytes(UTF_8), List.of());
    }

    static Value error(String text) {
        return new Value('-', ("ERR " + text).getBytes(UTF_8), List.of());
    }

    static Value number(long number) {
        return new Value(':', Long.toString(number).getBytes(UTF_8), List.of());
    }

    static Value bulk(byte[] bytes) {
        return new Value('$', bytes, List.of());
    }

    /** An array of texts, bytes, numbers and values. */
    static Value array(Object... parts) {
        List<Value> values = Stream.of(parts)
                .map(part -> switch (part) {
                    case Value value -> value;
                    case byte[] bytes -> bulk(bytes);
                    case Integer number -> number(number);
                    default -> bulk(part.toString().getBytes(UTF_8));
                })
                .toList();
        return new Value('*', new byte[0], values);
    }

    /** The text or number of a reply; null if there is no such value. */
    String text() {
        if (kind == '-') throw new IllegalStateException("the server says: " + text(bytes));
        return bytes == null ? null : text(bytes);
    }

    static String text(byte[] bytes) {
        return new String(bytes, UTF_8);
    }

    /** The value as it is on the wire. */
    Frame frame() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        write(out);
        return Frame.of(out.toByteArray());
    }

    private void write(ByteArrayOutputStream out) {
        out.write(kind);
        switch (kind) {
            case '$' -> {
                writeLine(out, Integer.toString(bytes == null ? -1 : bytes.length));
                if (bytes != null) writeLine(out, bytes);
            }
            case '*' -> {
                writeLine(out, Integer.toString(parts.size()));
                for (Value part : parts) part.write(out);
            }
            default -> writeLine(out, bytes);
        }
    }

    private static void writeLine(ByteArrayOutputStream out, String text) {
        writeLine(out, text.getBytes(UTF_8));
    }

    private static void writeLine(ByteArrayOutputStream out, byte[] bytes) {
        out.writeBytes(bytes);
        out.write('\r');
        out.write('\n');
    }
}
