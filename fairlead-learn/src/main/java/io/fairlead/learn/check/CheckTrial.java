package io.fairlead.learn.check;

import java.io.IOException;

/**
 * One thing that is tried with the program.
 *
 * @param topic what it is about
 */
record CheckTrial(Topic topic, Test test) {
    /** How it is tried. */
    @FunctionalInterface
    interface Test {
        /**
         * Talks to the program.
         *
         * @throws IOException if it does not let one talk to it
         */
        CheckResult run(LearnerServer site) throws IOException;
    }
}
