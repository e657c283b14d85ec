package io.fairlead.cli.text;

import java.util.Optional;

/** Tells text in UTF-16 or UTF-32 by its many NULs: what Windows calls wide characters. */
public final class WideText {
    private static final int UNITS_MIN = 2;

    private WideText() {}

    /**
     * The encoding that {@code count} bytes look like; empty for anything else.
     *
     * @param bytes how the text begins
     */
    public static Optional<String> encoding(byte[] bytes, int count) {
        if (isWide(bytes, count, 4, 0)) return Optional.of("utf-32le");
        if (isWide(bytes, count, 4, 3)) return Optional.of("utf-32be");
        if (isWide(bytes, count, 2, 0)) return Optional.of("utf-16le");
        if (isWide(bytes, count, 2, 1)) return Optional.of("utf-16be");
        return Optional.empty();
    }

    /** Whether each unit is a plain character at {@code at}, and NUL elsewhere. */
    private static boolean isWide(byte[] bytes, int count, int unitBytes, int at) {
        int whole = count - count % unitBytes;
        if (whole < UNITS_MIN * unitBytes) return false;
        for (int i = 0; i < whole; i++) {
            boolean fits = i % unitBytes == at ? isPlain(bytes[i]) : bytes[i] == 0;
            if (!fits) return false;
        }
        return true;
    }

    private static boolean isPlain(byte value) {
        return (value >= ' ' && value < 127) || value == '\n' || value == '\r' || value == '\t';
    }
}
