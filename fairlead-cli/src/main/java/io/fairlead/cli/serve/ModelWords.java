package io.fairlead.cli.serve;

import io.fairlead.cli.text.Nearest;
import io.fairlead.server.Model;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The models as they are typed; also for a shell that completes them. */
public final class ModelWords implements Iterable<String> {
    /**
     * The model of that name.
     *
     * @throws IllegalArgumentException if there is none; the message says which there are
     */
    public static Model parse(String word) {
        for (Model model : Model.values()) {
            if (model.word().equals(word.toLowerCase(Locale.ROOT))) return model;
        }
        List<String> words = Stream.of(Model.values()).map(Model::word).toList();
        throw new IllegalArgumentException(
                "there is no model \"%s\"%s (there are %s)"
                        .formatted(word, Nearest.question(word, words), String.join(", ", words)));
    }

    @Override
    public Iterator<String> iterator() {
        return Stream.of(Model.values()).map(Model::word).iterator();
    }
}
