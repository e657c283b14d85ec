package io.fairlead.lab;

import io.fairlead.posix.Errno;
import io.fairlead.trace.Conversation;
import java.util.List;

/** One thing that a lab has shown. Immutable. */
public sealed interface Part {
    /**
     * A sentence or more.
     *
     * @param text what is said
     */
    record Sentence(String text) implements Part {}

    /**
     * A question to think about before what follows.
     *
     * @param text with its question mark
     */
    record Question(String text) implements Part {}

    /**
     * A call, as in C, and what it returned.
     *
     * @param side who made it
     * @param call such as {@code listen(listener, 1)}
     * @param result such as {@code 0} or {@code 6 "hello\n"}; empty if it failed
     * @param errno such as {@code ECONNREFUSED}; empty if it did not fail
     */
    record Call(String side, String call, String result, String errno) implements Part {
        /**
         * A call that gave {@code -errno} if {@code value} is below 0, else what is {@code shown}.
         */
        static Call of(String side, String call, int value, String shown) {
            return value < 0
                    ? new Call(side, call, "", Errno.name(-value))
                    : new Call(side, call, shown, "");
        }

        /** {@code client: connect(talker, 127.0.0.1:7007) = -1 ECONNREFUSED}. */
        public String text() {
            return side + ": " + call + " = " + (errno.isEmpty() ? result : "-1 " + errno);
        }
    }

    /**
     * A claim, and whether the kernel did so.
     *
     * @param claim a sentence without a full stop
     * @param verdict whether it held
     * @param expected what should have been; empty where the claim says all
     * @param actual what was
     */
    record Check(String claim, Verdict verdict, String expected, String actual) implements Part {
        /** {@code ✓ claim}, {@code ✗ claim: expected …, was …}. */
        public String text() {
            String text = verdict.mark() + " " + claim;
            return switch (verdict) {
                case HELD -> text;
                case UNSEEN -> text + ": not to be seen here";
                case BROKEN ->
                        expected.isEmpty()
                                ? text + ": it is not so"
                                : text + ": expected " + expected + ", was " + actual;
            };
        }
    }

    /** What became of a claim. */
    enum Verdict {
        HELD("\u2713"),
        BROKEN("\u2717"),
        /** This user may not look. */
        UNSEEN("\u00b7");

        private final String mark;

        Verdict(String mark) {
            this.mark = mark;
        }

        /** A character for it. */
        public String mark() {
            return mark;
        }
    }

    /**
     * The sockets of the lab at one moment.
     *
     * @param lines one for each, in columns
     */
    record Sockets(List<String> lines) implements Part {}

    /**
     * Packets that went over the wire.
     *
     * @param conversations each from its beginning
     */
    record Ladder(List<Conversation> conversations) implements Part {}

    /**
     * Results, side by side.
     *
     * @param columns what stands above each
     * @param rows each with as many cells
     */
    record Table(List<String> columns, List<List<String>> rows) implements Part {}
}
