package io.fairlead.cli.text;

/**
 * A number of bytes that was written on the command line.
 *
 * @param bytes at least 0
 */
public record ByteCount(long bytes) {
    /** As {@link SizeText#parse}. */
    public static ByteCount parse(String text) {
        return new ByteCount(SizeText.parse(text));
    }
}
