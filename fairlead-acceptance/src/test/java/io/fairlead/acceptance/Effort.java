package io.fairlead.acceptance;

/**
 * What a run of the tests may take: the usual, or more where {@code ./check --long} asks for it.
 */
final class Effort {
    private static final boolean LONG = Boolean.getBoolean("fairlead.long");

    /** For Java that runs for a moment: the optimising compiler takes more time than it saves. */
    static final String JAVA_OPTIONS = LONG ? "" : "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC";

    private Effort() {}

    static int of(int usual, int thorough) {
        return LONG ? thorough : usual;
    }
}
