package io.fairlead.cli.bench;

import io.fairlead.cli.serve.ModelWords;
import io.fairlead.server.Model;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The models that are compared, as written on the command line: {@code all}, or {@code
 * epoll,virtual}.
 *
 * @param models each once, in the order of {@link Model}
 */
public record ModelChoice(List<Model> models) {
    private static final String ALL = "all";

    /**
     * Reads a choice.
     *
     * @throws IllegalArgumentException if {@code text} names what is no model
     */
    public static ModelChoice parse(String text) {
        if (text.equalsIgnoreCase(ALL)) return new ModelChoice(List.of(Model.values()));
        List<Model> models =
                Stream.of(text.split(",", -1))
                        .map(String::strip)
                        .map(ModelWords::parse)
                        .distinct()
                        .sorted()
                        .toList();
        return new ModelChoice(models);
    }

    /** What a shell offers to complete. */
    static final class Candidates implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            Stream<String> words = Stream.of(Model.values()).map(Model::word);
            return Stream.concat(Stream.of(ALL), words).iterator();
        }
    }
}
