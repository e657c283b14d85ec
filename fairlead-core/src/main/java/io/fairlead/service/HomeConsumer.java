package io.fairlead.service;

import java.util.function.Consumer;

/**
 * A consumer of text that stays where the server is. A service that is copied into worker processes
 * (models {@code process} and {@code prefork}) may hold one: each copy then sends what it is given
 * to this one, which gets it on a thread of the server. As thread-safe as {@code consumer} is.
 *
 * <p>A text of more than 10,000 characters that comes from a worker is cut.
 *
 * @param consumer gets the text, and must be quick
 */
public record HomeConsumer(Consumer<String> consumer) implements Consumer<String> {
    @Override
    public void accept(String text) {
        consumer.accept(text);
    }
}
