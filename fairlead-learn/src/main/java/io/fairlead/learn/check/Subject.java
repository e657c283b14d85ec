package io.fairlead.learn.check;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fairlead.net.text.Printable;
import io.fairlead.posix.process.ProcessConstants;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The learner's program while it runs. Closing it ends it and all that it has started. */
final class Subject implements AutoCloseable {
    private static final String VARIABLE = "FAIRLEAD_CHECK";
    private static final int SAID_BYTES_MAX = 2_000;
    private static final int SAID_LINES_MAX = 6;
    private static final int SIGNALED = 128; // as shells and java.lang.Process have it
    private static final long END_MS = 10_000;
    private static final long SETTLE_NS = 500_000_000;
    private static final long LOOK_NS = 2_000_000;

    private final Process process;
    private final String mark;
    private final Members members;
    private final StringBuilder said = new StringBuilder();
    private final Thread listener;

    private Subject(Process process, String mark) {
        this.process = process;
        this.mark = mark;
        members = new Members(process.pid(), mark);
        listener = Thread.ofVirtual().start(this::listen);
    }

    /**
     * Starts it, with no input.
     *
     * @throws StartException if there is no such program
     */
    static Subject start(List<String> command) throws StartException {
        String token = UUID.randomUUID().toString();
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .redirectInput(new File("/dev/null"))
                        .redirectErrorStream(true);
        builder.environment().put(VARIABLE, token);
        try {
            return new Subject(builder.start(), VARIABLE + "=" + token);
        } catch (IOException e) {
            throw new StartException(command.getFirst(), e);
        }
    }

    /** Keeps the last that it prints, and takes the rest, or it would wait for a reader. */
    private void listen() {
        byte[] bytes = new byte[4096];
        try (InputStream output = process.getInputStream()) {
            for (int count = output.read(bytes); count >= 0; count = output.read(bytes)) {
                keep(new String(bytes, 0, count, UTF_8));
            }
        } catch (IOException ended) {
            return;
        }
    }

    private synchronized void keep(String text) {
        said.append(text);
        if (said.length() > SAID_BYTES_MAX) said.delete(0, said.length() - SAID_BYTES_MAX);
    }

    /** The last lines that it printed, safe to show. */
    synchronized List<String> said() {
        List<String> lines = said.toString().lines().map(Printable::of).toList();
        int first = Math.max(0, lines.size() - SAID_LINES_MAX);
        return lines.subList(first, lines.size()).stream()
                .map(line -> "it printed: " + line)
                .toList();
    }

    /** Whether its first process, or one that this has started, still runs. */
    boolean isRunning() {
        return !members.living().isEmpty();
    }

    /** Waits for a moment, until it waits itself, or has ended. */
    void settle() {
        long startNs = System.nanoTime();
        while (!members.isStill() && System.nanoTime() - startNs < SETTLE_NS) {
            LockSupport.parkNanos(LOOK_NS);
        }
    }

    /** How its first process ended, as the end of a sentence. */
    String end() {
        if (isRunning() || !hasEnded()) return "runs";
        int code = process.exitValue();
        return code > SIGNALED
                ? "was killed by " + signalName(code - SIGNALED)
                : "ended with exit code " + code;
    }

    /** Java learns of the end a moment after the kernel. */
    private boolean hasEnded() {
        try {
            return process.waitFor(END_MS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static String signalName(int signal) {
        return switch (signal) {
            case ProcessConstants.SIGPIPE -> "SIGPIPE";
            case ProcessConstants.SIGSEGV -> "SIGSEGV (a wild pointer)";
            case ProcessConstants.SIGABRT -> "SIGABRT";
            case ProcessConstants.SIGKILL -> "SIGKILL";
            case ProcessConstants.SIGALRM -> "SIGALRM";
            default -> "signal " + signal;
        };
    }

    Members members() {
        return members;
    }

    /** What one may see of a program that has ended. */
    List<String> obituary() {
        List<String> lines = new ArrayList<>();
        lines.add("the program " + end());
        lines.addAll(said());
        return lines;
    }

    /** Ends all of its processes; from any thread. */
    @Override
    public void close() {
        Members all = new Members(process.pid(), mark);
        all.signal(ProcessConstants.SIGSTOP); // so that none is started while they end
        all.kill();
        process.destroyForcibly();
        boolean _ = hasEnded();
        try {
            listener.join(END_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
