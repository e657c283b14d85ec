package io.fairlead.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** The lines that a running program has printed so far. Safe for any thread. */
final class Lines {
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(60);

    private final List<String> lines = new ArrayList<>();
    private boolean ended;

    /** Collects the lines of {@code stream} on a thread of its own. */
    Lines(InputStream stream) {
        // Reading a pipe would keep the carrier of a virtual thread.
        Thread.ofPlatform().daemon().name("lines of a program").start(() -> collect(stream));
    }

    private void collect(InputStream stream) {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(stream, UTF_8))) {
            for (String line; (line = reader.readLine()) != null; ) add(line);
        } catch (IOException e) {
            add("(" + e + ")");
        } finally {
            end();
        }
    }

    private synchronized void add(String line) {
        lines.add(line);
        notifyAll();
    }

    private synchronized void end() {
        ended = true;
        notifyAll();
    }

    /** What has been printed so far. */
    synchronized List<String> soFar() {
        return List.copyOf(lines);
    }

    /** Waits for the first line that contains {@code part}, and returns it. */
    String await(String part) {
        return await(part, 1).getFirst();
    }

    /** Waits for {@code count} lines that contain {@code part}, and returns all such lines. */
    synchronized List<String> await(String part, int count) {
        Predicate<String> wanted = line -> line.contains(part);
        long begunNs = System.nanoTime();
        while (lines.stream().filter(wanted).count() < count) {
            long leftNs = PATIENCE_NS - (System.nanoTime() - begunNs);
            if (ended || leftNs <= 0) {
                String why = ended ? "the output has ended" : "60 s have passed";
                String wish = "no " + count + " x \"" + part + "\" and ";
                throw new AssertionError(wish + why + ": " + String.join("\n  ", lines));
            }
            waitFor(leftNs);
        }
        return lines.stream().filter(wanted).toList();
    }

    /** Waits for the end; returns all lines. */
    synchronized List<String> awaitEnd() {
        long begunNs = System.nanoTime();
        while (!ended) {
            long leftNs = PATIENCE_NS - (System.nanoTime() - begunNs);
            if (leftNs <= 0) throw new AssertionError("no end: " + String.join("\n  ", lines));
            waitFor(leftNs);
        }
        return List.copyOf(lines);
    }

    @SuppressWarnings("WaitNotInLoop") // each caller loops
    private void waitFor(long ns) {
        try {
            TimeUnit.NANOSECONDS.timedWait(this, ns);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted, after " + String.join("\n  ", lines), e);
        }
    }
}
