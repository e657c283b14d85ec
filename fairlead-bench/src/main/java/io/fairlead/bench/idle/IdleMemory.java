package io.fairlead.bench.idle;

import io.fairlead.server.Model;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Prints what an idle connection costs under each model, as the slope between 1,000 and 18,000
 * connections of one server process.
 *
 * <p>Arguments: words of models, all that can serve so many unless told; {@code --rounds=N}, 1
 * unless told.
 */
final class IdleMemory {
    private static final int FEW = 1_000;
    private static final int MANY = 18_000;
    private static final int WARM_UPS = 3;

    /** So many that what serves a connection is compiled, as it is in a server that has served. */
    private static final int VISITS = 30_000;

    private static final List<String> SERVER_OPTIONS =
            List.of(
                    "-XX:+UseSerialGC",
                    "-Xmx2g",
                    "-XX:NativeMemoryTracking=summary",
                    "--add-opens=java.base/java.lang=ALL-UNNAMED");
    private static final List<String> CLIENT_OPTIONS =
            List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx256m");
    private static final List<String> SHAPES = List.of("service", "handler");

    private IdleMemory() {}

    static void main(String[] args) throws IOException {
        List<String> words = Stream.of(args).filter(word -> !word.startsWith("--")).toList();
        int rounds =
                Stream.of(args)
                        .filter(word -> word.startsWith("--rounds="))
                        .mapToInt(word -> Integer.parseInt(word.substring("--rounds=".length())))
                        .findFirst()
                        .orElse(1);
        IO.println(
                String.format(
                        Locale.ROOT,
                        "Bytes per idle connection: slope from %d to %d"
                                + " in one process, Java %s, %s",
                        FEW,
                        MANY,
                        System.getProperty("java.version"),
                        Files.readString(Path.of("/proc/version")).split(" \\(", 2)[0]));
        print("", "", "heap", "off-heap", "stacks", "resident", "kernel:", "");
        print("model", "", "", "", "", "", "slab", "buffers");
        for (Model model : models(words)) {
            for (String shape : model.runsHandlers() ? SHAPES : SHAPES.subList(0, 1)) {
                for (int i = 0; i < rounds; i++) row(model, shape);
            }
        }
        IO.println("Kernel: of the whole machine, so of both ends of each connection.");
    }

    private static List<Model> models(List<String> words) {
        List<Model> models = new ArrayList<>();
        for (Model model : Model.values()) {
            boolean named = words.contains(model.word());
            if (named || (words.isEmpty() && holdsMany(model))) models.add(model);
        }
        if (models.size() < words.size()) {
            throw new IllegalArgumentException(
                    words + ": there are " + Stream.of(Model.values()).map(Model::word).toList());
        }
        return models;
    }

    /** Those with a thread of the system or a process per connection are measured when named. */
    private static boolean holdsMany(Model model) {
        return !Arrays.asList("iterative", "thread", "pool", "process", "prefork")
                .contains(model.word());
    }

    private static void row(Model model, String shape) throws IOException {
        MemoryUse slope = slope(model, shape);
        print(
                model.word(),
                shape,
                bytes(slope.heap()),
                bytes(slope.offHeap()),
                bytes(slope.stacks()),
                bytes(slope.resident()),
                bytes(slope.slab()),
                bytes(slope.sockets()));
    }

    private static MemoryUse slope(Model model, String shape) throws IOException {
        try (JavaProcess server = server(model, shape);
                JavaProcess clients =
                        new JavaProcess(
                                IdleClients.class, CLIENT_OPTIONS, server.answer(), "127.0.2.")) {
            clients.tell("visit " + VISITS).answer();
            // The first collections also take what the start has left, and what JMX makes once.
            for (int i = 0; i < WARM_UPS; i++) figuresAt(server, clients, FEW / 2);
            MemoryUse few = figuresAt(server, clients, FEW);
            return figuresAt(server, clients, MANY).since(few, MANY - FEW);
        }
    }

    private static JavaProcess server(Model model, String shape) throws IOException {
        return new JavaProcess(IdleServer.class, SERVER_OPTIONS, model.name(), shape, "0", "1");
    }

    private static MemoryUse figuresAt(JavaProcess server, JavaProcess clients, int count)
            throws IOException {
        clients.tell("hold " + count).answer();
        return MemoryUse.parse(server.tell("figures").answer());
    }

    private static String bytes(double value) {
        return String.format(Locale.ROOT, "%.0f", value);
    }

    private static void print(Object... cells) {
        IO.print(String.format(Locale.ROOT, "%-16s %-8s %7s %9s %7s %9s   %8s %8s%n", cells));
    }
}
