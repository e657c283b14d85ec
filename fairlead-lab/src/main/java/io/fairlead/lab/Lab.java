package io.fairlead.lab;

import java.io.IOException;

/** One experiment: what will be seen, and the calls that show it. Has no state of its own. */
public interface Lab {
    /** The word that it is asked for by: {@code time-wait}. */
    String name();

    /** What it is about, in a line that begins in lower case and has no full stop. */
    String summary();

    /** What will be seen, in two to four sentences. */
    String expectation();

    /**
     * Makes the calls, shows what came of them, and checks it.
     *
     * <p>Leaves nothing open: what {@link Side} opened is closed afterwards, whatever happens here.
     *
     * @throws IOException if the machine lets nobody look at its sockets or packets
     */
    void run(Experiment lab) throws IOException;
}
