package io.fairlead.ladder;

import io.fairlead.trace.Conversation;
import io.fairlead.trace.Figures;
import io.fairlead.trace.Mark;
import io.fairlead.trace.Step;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Something that a reader of a conversation may want to jump to. Immutable.
 *
 * @param first the packet that shows it, the first of several in a row
 * @param mark what it is
 * @param count how many packets in a row show it
 */
public record NamedEvent(Step first, Mark mark, int count) {
    private static final Set<Mark> UNNAMED =
            EnumSet.of(Mark.WINDOW_FULL, Mark.WINDOW_STILL_ZERO, Mark.KEEP_ALIVE);

    /** The events of a conversation, in their order. */
    public static List<NamedEvent> of(Conversation conversation) {
        List<NamedEvent> events = new ArrayList<>();
        for (Step step : conversation.steps()) {
            for (Mark mark : step.marks()) {
                if (!UNNAMED.contains(mark)) add(events, step, mark);
            }
        }
        return events;
    }

    private static void add(List<NamedEvent> events, Step step, Mark mark) {
        if (!events.isEmpty() && events.getLast().isFollowedBy(step, mark)) {
            NamedEvent last = events.removeLast();
            events.add(new NamedEvent(last.first, mark, last.count + 1));
        } else {
            events.add(new NamedEvent(step, mark, 1));
        }
    }

    private boolean isFollowedBy(Step step, Mark next) {
        return mark == next && first.fromClient() == step.fromClient();
    }

    /** Such as {@code server: zero window}, {@code client: retransmission, 3 times}. */
    public String words() {
        String times = count == 1 ? "" : ", " + Figures.count(count) + " times";
        return (first.fromClient() ? "client: " : "server: ") + mark.words() + times;
    }

    /** Whether it tells of trouble. */
    public boolean isTrouble() {
        return mark.isTrouble();
    }
}
