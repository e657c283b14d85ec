package io.fairlead.cli.text;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/**
 * Bytes of one direction as lines of hex, 16 a line: {@code > 00000000 68 65 .. |he..|}. The offset
 * counts on from call to call. For one thread.
 */
public final class HexDump {
    private static final int BYTES_PER_LINE = 16;
    private static final HexFormat HEX = HexFormat.of();

    private final char mark;
    private long offset;

    /**
     * @param mark what each line begins with: the direction
     */
    public HexDump(char mark) {
        this.mark = mark;
    }

    /** The lines for {@code bytes}, all of which are taken. */
    public String lines(ByteBuffer bytes) {
        StringBuilder lines = new StringBuilder(bytes.remaining() * 5 + 80);
        while (bytes.hasRemaining()) {
            byte[] line = new byte[Math.min(BYTES_PER_LINE, bytes.remaining())];
            bytes.get(line);
            append(lines, line);
            offset += line.length;
        }
        return lines.toString();
    }

    private void append(StringBuilder lines, byte[] line) {
        lines.append(mark).append(' ').append(HEX.toHexDigits(offset, 8));
        for (int i = 0; i < BYTES_PER_LINE; i++) {
            lines.append(i % 8 == 0 ? "  " : " ");
            lines.append(i < line.length ? HEX.toHexDigits(line[i]) : "  ");
        }
        lines.append("  |");
        for (byte value : line) lines.append(value >= ' ' && value < 127 ? (char) value : '.');
        lines.append("|\n");
    }
}
