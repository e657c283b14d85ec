package io.fairlead.lab;

/**
 * A number that a lab can be run with, {@code fairlead lab backlog --backlog 3}. Immutable.
 *
 * @param name as the option has it, without its dashes
 * @param usual the number without the option
 * @param min the smallest that makes sense
 * @param max the largest
 */
public record LabParameter(String name, int usual, int min, int max) {
    /**
     * Whether the lab can be run with this number.
     *
     * @throws IllegalArgumentException with a sentence, if it cannot
     */
    public void check(int value) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(
                    "--%s is from %s to %s here, not %s"
                            .formatted(
                                    name,
                                    Integer.toString(min),
                                    Integer.toString(max),
                                    Integer.toString(value)));
        }
    }
}
