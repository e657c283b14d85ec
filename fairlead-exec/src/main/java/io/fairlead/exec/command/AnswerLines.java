package io.fairlead.exec.command;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Turns what a program writes to one of its outputs into lines of an answer.
 *
 * <pre>
 *   out TEXT    the line TEXT of standard output
 *   out+TEXT    TEXT, and no end of line after it: the next line of this output goes on with it
 *   err TEXT    the same of standard error
 *   err+TEXT
 * </pre>
 *
 * <p>Bytes stay what they are, so that whoever joins the lines has the output again, to the byte. A
 * line that has begun is kept until it ends, or has 8 KiB. For one thread.
 */
final class AnswerLines {
    private static final int PIECE_BYTES_MAX = 8 * 1024;

    private final byte[] whole;
    private final byte[] part;
    private byte[] begun = new byte[0];
    private byte[] begunBefore = begun;

    /**
     * @param word {@code out} or {@code err}
     */
    AnswerLines(String word) {
        whole = (word + " ").getBytes(US_ASCII);
        part = (word + "+").getBytes(US_ASCII);
    }

    /** The lines that {@code bytes} complete. */
    byte[] add(ByteBuffer bytes) {
        begunBefore = begun;
        ByteArrayOutputStream answer = new ByteArrayOutputStream(bytes.remaining() * 2);
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        line.writeBytes(begun);
        while (bytes.hasRemaining()) {
            byte next = bytes.get();
            if (next == '\n') {
                put(answer, whole, line);
            } else {
                line.write(next);
                if (line.size() == PIECE_BYTES_MAX) put(answer, part, line);
            }
        }
        begun = line.toByteArray();
        return answer.toByteArray();
    }

    private static void put(
            ByteArrayOutputStream answer, byte[] prefix, ByteArrayOutputStream line) {
        answer.writeBytes(prefix);
        answer.writeBytes(line.toByteArray());
        answer.write('\n');
        line.reset();
    }

    /** The last {@link #add} does not count, and its bytes will come again. */
    void takeBack() {
        begun = begunBefore;
    }

    /** What is left when no more will come. */
    byte[] end() {
        if (begun.length == 0) return begun;
        byte[] line = Arrays.copyOf(part, part.length + begun.length + 1);
        System.arraycopy(begun, 0, line, part.length, begun.length);
        line[line.length - 1] = '\n';
        begun = new byte[0];
        return line;
    }
}
