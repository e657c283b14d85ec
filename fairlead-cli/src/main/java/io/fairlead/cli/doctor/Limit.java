package io.fairlead.cli.doctor;

import org.jspecify.annotations.Nullable;

/**
 * A number that bounds a server.
 *
 * @param name as the system calls it: {@code net.core.somaxconn}
 * @param value the number; {@link #NONE} for no limit
 * @param shown the value for people, with its unit
 * @param meaning what it bounds, in a few words
 * @param advice a sentence for when it is low, with the command that raises it; null if it is not
 */
record Limit(String name, long value, String shown, String meaning, @Nullable String advice) {
    /** No limit. */
    static final long NONE = Long.MAX_VALUE;

    /** A limit that is a count. */
    static Limit count(String name, long value, String meaning) {
        return new Limit(name, value, value == NONE ? "no limit" : "" + value, meaning, null);
    }

    /** The same with a sentence, if the value is below {@code enough}. */
    Limit adviseBelow(long enough, String sentence) {
        return value < enough ? new Limit(name, value, shown, meaning, sentence) : this;
    }
}
