package io.fairlead.cli.bench;

import io.fairlead.cli.serve.ServiceWords;
import io.fairlead.load.Load;
import io.fairlead.services.Shipped;
import java.util.Locale;

/**
 * A service of {@code fairlead serve} that can be measured, and how.
 *
 * @param word its name
 * @param codec how its streams are cut, as {@code --codec} has it
 * @param answer what it sends back
 */
record BenchedService(String word, String codec, Load.Answer answer) {
    /**
     * The service of that name.
     *
     * @throws IllegalArgumentException if there is none, or it cannot be measured; the message says
     *     why
     */
    static BenchedService of(String text) {
        int equals = text.indexOf('=');
        String word = (equals < 0 ? text : text.substring(0, equals)).toLowerCase(Locale.ROOT);
        ServiceWords.require(word);
        if (equals >= 0) {
            throw new IllegalArgumentException(
                    "--models picks a free port of its own for each server; write %s alone"
                            .formatted(word));
        }
        return Shipped.find(word)
                .map(BenchedService::of)
                .orElseThrow(() -> refused(word, elsewhere(word)));
    }

    /** Why what is not among those that ship cannot be: programs, and the doors of the chat. */
    private static String elsewhere(String word) {
        boolean program = word.equals("exec") || word.equals("commands");
        return program
                ? "its programs may answer anything; start it with fairlead serve, and measure"
                        + " its endpoint"
                : "a message goes to all other members; start it with fairlead serve, and see"
                        + " fairlead bench --fanout";
    }

    private static BenchedService of(Shipped service) {
        String word = service.word();
        return switch (service) {
            case ECHO -> new BenchedService(word, "raw", Load.Answer.ECHO);
            case UPPER -> new BenchedService(word, "lines", Load.Answer.ECHO);
            case ACK -> new BenchedService(word, "lines", Load.Answer.ANY);
            case DISCARD -> new BenchedService(word, "raw", Load.Answer.NONE);
            case GREET ->
                    throw refused(word, "it sends first, and prints each line that it receives");
            case DAYTIME, TIME ->
                    throw refused(
                            word,
                            "it sends one message without a request, and closes; fairlead bench"
                                    + " --churn --models all echo measures connections");
            case CHARGEN -> throw refused(word, "it sends without end and answers no messages");
        };
    }

    private static IllegalArgumentException refused(String word, String reason) {
        return new IllegalArgumentException(
                "%s cannot be measured: %s (echo, upper, ack and discard can)"
                        .formatted(word, reason));
    }

    /** What is not said by options. */
    LoadDefaults defaults() {
        return LoadDefaults.compared(codec, answer);
    }
}
