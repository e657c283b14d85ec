package io.fairlead.bench.matrix;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A peer that runs. For one thread. */
final class PeerProcess implements AutoCloseable {
    /** What a peer says first, or what {@code fairlead serve} and our examples do. */
    private static final Pattern READY = Pattern.compile("(?:ready |://127\\.0\\.0\\.1:)(\\d+)");

    /** What a peer says that cannot tell when it serves. */
    private static final Pattern STARTING = Pattern.compile("starting (\\d+)");

    private static final int START_TIMEOUT_S = 60;
    private static final int END_TIMEOUT_S = 15;

    private final Process process;
    private final int port;

    /** That a peer does not do what was asked, and says why. */
    static final class RefusedException extends IOException {
        private static final long serialVersionUID = 1L;

        RefusedException(String reason) {
            super(reason);
        }
    }

    /**
     * Starts a peer and waits until it serves.
     *
     * @param words that start it
     * @param pin the words that bind a program to a core, or none
     */
    PeerProcess(List<String> words, List<String> pin) throws IOException {
        List<String> command = new ArrayList<>(pin);
        command.addAll(words);
        process =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        Thread watchdog = Thread.ofVirtual().start(this::killUnlessReady);
        try {
            port = readPort(process.inputReader(UTF_8));
        } catch (IOException e) {
            close();
            throw e;
        } finally {
            watchdog.interrupt();
        }
    }

    private int readPort(BufferedReader lines) throws IOException {
        for (String line; (line = lines.readLine()) != null; ) {
            if (line.startsWith("refused ")) {
                throw new RefusedException(line.substring("refused ".length()));
            }
            Matcher ready = READY.matcher(line);
            if (ready.find()) return Integer.parseInt(ready.group(1));
            Matcher starting = STARTING.matcher(line);
            if (!starting.matches()) continue;
            int announced = Integer.parseInt(starting.group(1));
            Loopback.awaitListener(announced, process);
            return announced;
        }
        throw new IOException("it ended, or was stopped, before it served");
    }

    private void killUnlessReady() {
        try {
            if (!process.waitFor(START_TIMEOUT_S, TimeUnit.SECONDS)) process.destroyForcibly();
        } catch (InterruptedException e) {
            // it is ready: there is nothing to watch
        }
    }

    int port() {
        return port;
    }

    long pid() {
        return process.pid();
    }

    /** Ends it: politely first, then, with its children, at once. */
    @Override
    public void close() {
        List<ProcessHandle> children = process.descendants().toList();
        process.destroy();
        try {
            if (process.waitFor(END_TIMEOUT_S, TimeUnit.SECONDS)) return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            process.destroyForcibly();
            children.forEach(ProcessHandle::destroyForcibly);
        }
    }
}
