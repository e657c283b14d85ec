import static java.nio.charset.StandardCharsets.UTF_8;

import io.fairlead.frame.Frame;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Values as RESP2 writes them. */
class Resp {
    static final Frame OK = line("+OK");
    static final Frame NIL = line("$-1");

    static Frame line(String text) {
        return Frame.of(text + "\r\n");
    }

    static Frame number(long number) {
        return line(":" + number);
    }

    static Frame bulk(byte[] bytes) {
        return Frame.of(append(new ByteArrayOutputStream(), bytes).toByteArray());
    }

    /** An array of texts and numbers. */
    static Frame array(Object... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(("*" + parts.length + "\r\n").getBytes(UTF_8));
        for (Object part : parts) {
            switch (part) {
                case byte[] bytes -> append(out, bytes);
                case Integer number -> out.writeBytes((":" + number + "\r\n").getBytes(UTF_8));
                default -> append(out, part.toString().getBytes(UTF_8));
            }
        }
        return Frame.of(out.toByteArray());
    }

    private static ByteArrayOutputStream append(ByteArrayOutputStream out, byte[] bytes) {
        out.writeBytes(("$" + bytes.length + "\r\n").getBytes(UTF_8));
        out.writeBytes(bytes);
        out.writeBytes(new byte[] {'\r', '\n'});
        return out;
    }

    /** The words of a command: an array of strings, or a line that was typed. */
    static List<byte[]> words(Frame frame) {
        List<byte[]> words = new ArrayList<>();
        byte[] bytes = frame.bytes();
        if (bytes[0] != '*') {
            for (String word : frame.text().strip().split(" +")) words.add(word.getBytes(UTF_8));
            return words;
        }
        int at = after(bytes, 0);
        while (at < bytes.length) {
            int begin = after(bytes, at);
            int end = begin + Integer.parseInt(text(bytes, at + 1, begin - 2));
            words.add(Arrays.copyOfRange(bytes, begin, end));
            at = end + 2;
        }
        return words;
    }

    private static int after(byte[] bytes, int at) {
        while (bytes[at] != '\n') at++;
        return at + 1;
    }

    static String text(byte[] bytes, int from, int to) {
        return new String(bytes, from, to - from, UTF_8);
    }

    /** The text or number of a reply; null if there is no such value. */
    static String text(Frame reply) {
        byte[] bytes = reply.bytes();
        int begin = after(bytes, 0);
        String line = text(bytes, 1, begin - 2);
        return switch (bytes[0]) {
            case '-' -> throw new IllegalStateException("the server says: " + line);
            case '$' -> line.equals("-1") ? null : text(bytes, begin, bytes.length - 2);
            default -> line;
        };
    }
}
