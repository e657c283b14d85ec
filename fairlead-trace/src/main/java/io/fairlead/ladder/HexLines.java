package io.fairlead.ladder;

import io.fairlead.packet.Octets;
import java.util.HexFormat;

/** Bytes as lines, in hex and as text. */
final class HexLines {
    static final int BYTES_MAX = 4096;
    private static final int BYTES_PER_LINE = 16;
    private static final int OFFSET_WIDTH = 10;
    private static final HexFormat HEX = HexFormat.of();

    private HexLines() {}

    /** The first {@link #BYTES_MAX} of {@code octets}. */
    static String of(Octets octets) {
        byte[] bytes = octets.atMost(BYTES_MAX).toArray();
        StringBuilder lines = new StringBuilder(bytes.length * 5);
        for (int from = 0; from < bytes.length; from += BYTES_PER_LINE) {
            lines.append(HEX.toHexDigits((short) from));
            append(lines, bytes, from, BYTES_PER_LINE);
            lines.append('\n');
        }
        return lines.toString();
    }

    /** How many bytes fit into a line that begins with an offset: 16, 8 or 4. */
    static int perLine(int width) {
        int bytes = BYTES_PER_LINE;
        while (bytes > 4 && OFFSET_WIDTH + 4 * bytes + bytes / 8 + 3 > width) bytes /= 2;
        return bytes;
    }

    /** Adds some bytes in hex, and then as text. */
    static void append(StringBuilder line, byte[] bytes, int from, int count) {
        StringBuilder text = new StringBuilder();
        for (int i = from; i < from + count; i++) {
            line.append((i - from) % 8 == 0 ? "  " : " ");
            boolean there = i < bytes.length;
            line.append(there ? HEX.toHexDigits(bytes[i]) : "  ");
            if (there) text.append(bytes[i] >= ' ' && bytes[i] < 127 ? (char) bytes[i] : '.');
        }
        line.append("  ").append(text);
    }
}
