package io.fairlead.cli.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fairlead.cli.ExitCode;
import io.fairlead.load.Cores;
import io.fairlead.net.Endpoint;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * A {@code fairlead serve} in a process of its own, which ends when this is closed. For one thread;
 * any may call {@link #abandon}.
 */
final class ModelServer implements AutoCloseable {
    private static final int START_TIMEOUT_S = 30;
    private static final int END_TIMEOUT_S = 5;
    private static final int WORDS_MAX = 3;

    private final Process process;
    private final CompletableFuture<String> firstLine = new CompletableFuture<>();
    private final Deque<String> lastWords = new ArrayDeque<>();

    /** Starts {@code command}, on the processors that are for servers. */
    ModelServer(Cores cores, ProcessBuilder command) throws IOException {
        process = cores.start(command);
        read(process.inputReader(UTF_8), firstLine::complete);
        read(process.errorReader(UTF_8), this::remember);
        onDeath(this::abandon);
    }

    private static void read(BufferedReader lines, Consumer<String> each) {
        // Reading a pipe would keep the carrier of a virtual thread.
        Thread.ofPlatform()
                .daemon()
                .name("fairlead bench reads its server")
                .start(() -> {
                    try (lines) {
                        lines.lines().forEach(each);
                    } catch (IOException | UncheckedIOException closed) {
                        // it has ended
                    }
                });
    }

    private void remember(String line) {
        if (line.contains("warning:")) return;
        synchronized (lastWords) {
            lastWords.add(line.replaceFirst("^fairlead: ", ""));
            if (lastWords.size() > WORDS_MAX) lastWords.remove();
        }
    }

    /** Has {@code action} run, on a thread of its own, when the server has ended, however. */
    void onDeath(Runnable action) {
        CompletableFuture<Process> _ = process.onExit().whenComplete((_, _) -> action.run());
    }

    /** Nobody waits any longer for it to serve. */
    void abandon() {
        firstLine.cancel(false);
    }

    /**
     * Waits until it serves.
     *
     * @param model that is to serve
     * @return where
     * @throws IOException if it does not, or another model does; the message says why
     */
    Endpoint awaitEndpoint(String model) throws IOException, InterruptedException {
        String line;
        try {
            line = firstLine.get(START_TIMEOUT_S, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new IOException("it did not serve within " + START_TIMEOUT_S + " s", e);
        } catch (ExecutionException | CancellationException e) {
            process.waitFor(END_TIMEOUT_S, TimeUnit.SECONDS);
            throw new IOException(Objects.requireNonNullElse(death(), "it did not serve"), e);
        }
        String used = field(line, "model");
        if (!model.equals(used)) throw new IOException("the model " + used + " served instead");
        return Endpoint.parse(Objects.requireNonNullElse(field(line, "endpoint"), ""));
    }

    private static @Nullable String field(String line, String name) throws IOException {
        try (JsonParser parser = new JsonFactory().createParser(ObjectReadContext.empty(), line)) {
            for (JsonToken token; (token = parser.nextToken()) != null; ) {
                boolean found = token == JsonToken.VALUE_STRING;
                if (found && name.equals(parser.currentName())) return parser.getString();
            }
            return null;
        } catch (JacksonException e) {
            throw new IOException("it said \"" + line + "\" instead of its endpoint", e);
        }
    }

    long pid() {
        return process.pid();
    }

    /** How it ended, and what it said last; null while it serves. */
    @Nullable String death() {
        if (process.isAlive()) return null;
        synchronized (lastWords) {
            String said = lastWords.isEmpty() ? "" : ": " + String.join("; ", lastWords);
            return "the server ended with exit code " + process.exitValue() + said;
        }
    }

    /** Whether Ctrl-C ended it. */
    boolean wasInterrupted() {
        return !process.isAlive() && process.exitValue() == ExitCode.INTERRUPTED.code();
    }

    /** Ends it, with its children: politely first (SIGTERM), then at once. */
    @Override
    public void close() {
        List<ProcessHandle> children = process.descendants().toList();
        process.destroy();
        try {
            boolean _ = process.waitFor(END_TIMEOUT_S, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            kill();
            children.forEach(ProcessHandle::destroyForcibly);
        }
    }

    /** Ends it and its children at once; for any thread. */
    void kill() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
