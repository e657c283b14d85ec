package io.fairlead.server;

/** How often a test repeats what could be repeated without end. */
public final class Effort {
    private static final boolean LONG = Boolean.getBoolean("fairlead.long");

    private Effort() {}

    /** {@code usual}, or {@code thorough} under {@code ./check --long}. */
    public static int of(int usual, int thorough) {
        return LONG ? thorough : usual;
    }
}
