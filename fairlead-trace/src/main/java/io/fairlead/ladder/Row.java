package io.fairlead.ladder;

import io.fairlead.trace.Step;
import java.util.List;

/** What stands in one place of a ladder. */
public sealed interface Row {
    /**
     * A packet by itself.
     *
     * @param step the packet
     */
    record One(Step step) implements Row {}

    /**
     * Packets that say no more than that bytes go on in one direction, folded into one place.
     *
     * @param steps the packets, two at least
     * @param fromClient whether the client sends the bytes
     */
    record Run(List<Step> steps, boolean fromClient) implements Row {
        /** Copies the list, so that this stays as it is. */
        public Run {
            steps = List.copyOf(steps);
        }
    }
}
