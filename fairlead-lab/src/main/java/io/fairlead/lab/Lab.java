package io.fairlead.lab;

import java.io.IOException;
import java.util.List;

/** One experiment: what you will see, and the calls that show it. Stateless. */
public interface Lab {
    /** Its name on the command line, such as {@code time-wait}. */
    String name();

    /** Its subject, in a line that begins in lower case and has no full stop. */
    String summary();

    /** What will be seen, in two to four sentences. */
    String expectation();

    /** The numbers that it can be run with; {@link Experiment#number} tells what was asked for. */
    default List<LabParameter> parameters() {
        return List.of();
    }

    /**
     * Makes the calls, shows their results, and checks them.
     *
     * <p>Everything that {@link Side} opened is closed afterwards, whatever happens here.
     *
     * @throws IOException if the machine does not allow looking at its sockets or packets
     */
    void run(Experiment lab) throws IOException;
}
