package io.fairlead.testkit;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One run of a test.
 *
 * @param failure why it failed; null if it did not
 */
record Attempt(SimulatedNetwork net, @Nullable Throwable failure) {
    /** What only carries a failure, or finds it, says nothing of where it is. */
    private static final List<String> NOT_THE_PLACE =
            List.of(
                    "java.",
                    "jdk.",
                    "org.assertj.",
                    "org.junit.",
                    "org.opentest4j.",
                    "org.hamcrest.",
                    "com.google.common.truth.",
                    "io.fairlead.testkit.Received",
                    "io.fairlead.testkit.SimulatedClient");

    /** Runs a test, and ends and closes its network. */
    static Attempt of(SimulatedNetwork net, SimulatedTest test) {
        Throwable failure = null;
        try {
            test.run(net);
            net.assertNothingLeft();
        } catch (Throwable e) { // the test's own, of whatever kind
            if (isAbout(e)) throw (RuntimeException) e;
            failure = e;
            closeQuietly(net);
        }
        return new Attempt(net, failure);
    }

    /** An assumption that does not hold is no failure. */
    private static boolean isAbout(Throwable failure) {
        return failure instanceof RuntimeException
                && failure.getClass().getName().equals("org.opentest4j.TestAbortedException");
    }

    private static void closeQuietly(SimulatedNetwork net) {
        try {
            net.close();
        } catch (RuntimeException | AssertionError _) {
            // the first failure is the one to tell
        }
    }

    /** True if this failed where {@code other} did, and with the same kind of failure. */
    boolean failsAs(Attempt other) {
        return failure != null
                && other.failure != null
                && kind(failure).equals(kind(other.failure));
    }

    /** What a failure is, but for what its text says. */
    private static List<String> kind(Throwable failure) {
        List<String> kind = new ArrayList<>();
        for (Throwable each = failure; each != null; each = each.getCause()) {
            kind.add(each.getClass().getName() + " at " + place(each));
        }
        return kind;
    }

    private static String place(Throwable failure) {
        for (StackTraceElement frame : failure.getStackTrace()) {
            if (NOT_THE_PLACE.stream().noneMatch(frame.getClassName()::startsWith)) {
                return frame.getClassName() + ':' + frame.getLineNumber();
            }
        }
        return "";
    }
}
