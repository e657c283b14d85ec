package io.fairlead.bench.chat;

import io.fairlead.bench.chat.Crowd.Result;
import io.fairlead.bench.chat.Crowd.Shape;
import io.fairlead.server.Model;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * Prints how many messages a second the chat delivers under each model, and how late.
 *
 * <p>Arguments: words of models, all that can hold so many members unless told; {@code --rounds=N},
 * 3 unless told; {@code --seconds=N} of each, 2 unless told.
 */
final class ChatFigures {
    private static final List<Shape> SHAPES =
            List.of(new Shape(1, 1_000, 4), new Shape(100, 50, 1));
    private static final Duration WARM_UP = Duration.ofSeconds(2);

    private ChatFigures() {}

    static void main(String[] args) throws IOException {
        int rounds = option(args, "--rounds=", 3);
        Duration time = Duration.ofSeconds(option(args, "--seconds=", 2));
        IO.println("| members | model | deliveries/s | p50 ms | p99 ms |");
        IO.println("|---|---|---|---|---|");
        for (Shape shape : SHAPES) {
            for (String model : models(args)) {
                List<Result> results = measure(model, shape, rounds, time);
                IO.println(
                        String.format(
                                Locale.ROOT,
                                "| %s | `%s` | %s | %s | %s |",
                                shape,
                                model,
                                median("%,.0f", results, Result::perSecond),
                                median("%.1f", results, Result::p50Ms),
                                median("%.1f", results, Result::p99Ms)));
            }
        }
        IO.println(
                String.format(
                        Locale.ROOT,
                        "Median of %d rounds of %d s, and the least and the most; Java %s.",
                        rounds,
                        time.toSeconds(),
                        System.getProperty("java.version")));
    }

    private static int option(String[] args, String name, int usual) {
        return Stream.of(args)
                .filter(word -> word.startsWith(name))
                .mapToInt(word -> Integer.parseInt(word.substring(name.length())))
                .findFirst()
                .orElse(usual);
    }

    private static List<String> models(String... args) {
        List<String> named = Stream.of(args).filter(word -> !word.startsWith("--")).toList();
        if (!named.isEmpty()) return named;
        return Stream.of(Model.values())
                .map(Model::word)
                // One connection, ten, or none that shares a room with those of other processes.
                .filter(word ->
                        !Arrays.asList("iterative", "pool", "process", "prefork").contains(word))
                .toList();
    }

    private static List<Result> measure(String model, Shape shape, int rounds, Duration time)
            throws IOException {
        List<Result> results = new ArrayList<>();
        try (ChatServer server = new ChatServer(model);
                Crowd crowd = new Crowd(server.port(), shape)) {
            Result _ = crowd.talk(WARM_UP);
            for (int i = 0; i < rounds; i++) results.add(crowd.talk(time));
        }
        return results;
    }

    private static String median(
            String form, List<Result> results, ToDoubleFunction<Result> figure) {
        double[] all = results.stream().mapToDouble(figure).sorted().toArray();
        String spread = form + " (" + form + "\u2013" + form + ")";
        return String.format(Locale.ROOT, spread, all[all.length / 2], all[0], all[all.length - 1]);
    }
}
