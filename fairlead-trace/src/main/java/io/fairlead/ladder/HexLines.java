package io.fairlead.ladder;

import io.fairlead.packet.Octets;
import java.util.HexFormat;

/** Bytes as lines of sixteen, in hex and as text. */
final class HexLines {
    static final int BYTES_MAX = 4096;
    private static final int BYTES_PER_LINE = 16;
    private static final HexFormat HEX = HexFormat.of();

    private HexLines() {}

    /** The first {@link #BYTES_MAX} of {@code octets}. */
    static String of(Octets octets) {
        byte[] bytes = octets.atMost(BYTES_MAX).toArray();
        StringBuilder lines = new StringBuilder(bytes.length * 5);
        for (int from = 0; from < bytes.length; from += BYTES_PER_LINE) {
            line(lines, bytes, from);
        }
        return lines.toString();
    }

    private static void line(StringBuilder lines, byte[] bytes, int from) {
        StringBuilder text = new StringBuilder();
        lines.append(HEX.toHexDigits((short) from));
        for (int i = from; i < from + BYTES_PER_LINE; i++) {
            lines.append(i % 8 == 0 ? "  " : " ");
            boolean there = i < bytes.length;
            lines.append(there ? HEX.toHexDigits(bytes[i]) : "  ");
            if (there) text.append(bytes[i] >= ' ' && bytes[i] < 127 ? (char) bytes[i] : '.');
        }
        lines.append("  ").append(text).append('\n');
    }
}
