package io.fairlead.cli;

import java.io.PrintStream;
import org.jspecify.annotations.Nullable;

/** A stack trace, for who asked for one by {@code --debug}. */
final class StackTrace {
    private static final int CAUSES_MAX = 8;

    private StackTrace() {}

    static void print(Throwable failure, PrintStream to) {
        @Nullable Throwable next = failure;
        for (int depth = 0; next != null && depth < CAUSES_MAX; depth++) {
            to.println((depth == 0 ? "" : "caused by ") + next);
            for (StackTraceElement frame : next.getStackTrace()) to.println("    at " + frame);
            next = next.getCause();
        }
    }
}
