package io.fairlead.learn;

import java.util.List;

/**
 * A chapter of the course. Immutable.
 *
 * @param number from 1
 * @param title what it is about
 * @param page the name of its page in docs/course
 * @param introduction what stands before the first step
 * @param steps in their order; at least one
 */
public record Chapter(
        int number, String title, String page, List<Block> introduction, List<CourseStep> steps) {
    /** Copies the lists, so that this stays as it is. */
    public Chapter {
        introduction = List.copyOf(introduction);
        steps = List.copyOf(steps);
    }
}
