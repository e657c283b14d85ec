package io.fairlead.cli.doctor;

import io.fairlead.server.Model;
import org.jspecify.annotations.Nullable;

/**
 * Which model serves when one is asked for.
 *
 * @param model its word
 * @param used the word of the one that serves: the same, or what it falls back to
 * @param words what the one asked for does
 * @param reason why it falls back; null if it does not
 */
record Choice(String model, String used, String words, @Nullable String reason) {
    static Choice of(Model model) {
        return new Choice(model.word(), model.used().word(), model.words(), model.reason());
    }
}
