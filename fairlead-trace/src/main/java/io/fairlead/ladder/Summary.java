package io.fairlead.ladder;

import io.fairlead.trace.Conversation;
import io.fairlead.trace.Figures;
import io.fairlead.trace.Mark;
import io.fairlead.trace.Step;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** A conversation in a line: how much, how long, and what was remarkable. */
public final class Summary {
    private Summary() {}

    /** Such as {@code 9 packets in 3.2 ms; 6 bytes from the client, ...; 1 retransmission}. */
    public static String of(Conversation conversation) {
        List<Step> steps = conversation.steps();
        if (steps.isEmpty()) return "no packets";
        long first = steps.getFirst().frame().timeNs();
        long last = steps.getLast().frame().timeNs();
        List<String> parts = new ArrayList<>();
        parts.add(
                "%s in %s"
                        .formatted(
                                steps.size() == 1
                                        ? "1 packet"
                                        : Figures.count(steps.size()) + " packets",
                                Figures.time(last - first)));
        parts.add(
                "%s from the client, %s from the server"
                        .formatted(
                                Figures.bytes(conversation.payloadBytes(true)),
                                Figures.bytes(conversation.payloadBytes(false))));
        String marks = marks(steps);
        if (!marks.isEmpty()) parts.add(marks);
        return String.join("; ", parts);
    }

    /** How often each kind of trouble was seen. */
    public static Map<Mark, Integer> troubles(List<Step> steps) {
        Map<Mark, Integer> counts = new EnumMap<>(Mark.class);
        steps.stream()
                .flatMap(step -> step.marks().stream())
                .filter(Mark::isTrouble)
                .forEach(mark -> counts.merge(mark, 1, Integer::sum));
        return counts;
    }

    private static String marks(List<Step> steps) {
        List<String> words = new ArrayList<>();
        troubles(steps).forEach((mark, count) -> words.add(count + " x " + mark.words()));
        return String.join(", ", words);
    }
}
