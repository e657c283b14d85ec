package io.fairlead.learn;

import java.util.List;

/**
 * One idea of a chapter. Immutable.
 *
 * @param title in a few words
 * @param blocks in their order
 */
public record CourseStep(String title, List<Block> blocks) {
    /** Copies the list, so that this stays as it is. */
    public CourseStep {
        blocks = List.copyOf(blocks);
    }

    /** The names of its labs. */
    public List<String> labs() {
        return blocks.stream()
                .filter(Block.Lab.class::isInstance)
                .map(block -> ((Block.Lab) block).name())
                .toList();
    }
}
