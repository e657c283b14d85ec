package io.fairlead.cli.talk.local;

import io.fairlead.cli.OutputException;

/** Puts safe text on standard output. Safe for any thread. */
@FunctionalInterface
interface Printer {
    /** Prints {@code text}, which need not end at the end of a line. */
    void print(String text) throws OutputException;
}
