package io.fairlead.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.EnumSet;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Runs the commands that people wait for, one after another in this process, so that the virtual
 * machine notes what they load for the cache that the launchers start with (JEP 514). What the
 * commands print is dropped, unless one of them fails.
 */
final class Rehearsal {
    /** The only argument of a run that is a rehearsal; the scripts that build give it. */
    static final String WORD = "--rehearse";

    private static final long PATIENCE_S = 60;
    private static final Pattern SERVED = Pattern.compile("tcp://127\\.0\\.0\\.1:(\\d+)");

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final Map<String, Runnable> signals = new ConcurrentHashMap<>();

    private Rehearsal() {}

    /** Runs all of them; returns the exit code of the first that fails, or 0. */
    static int run(Shell shell) {
        try {
            int code = shortCommands(shell);
            return code == 0 ? new Rehearsal().serveAndConnect(shell) : code;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ExitCode.INTERRUPTED.code();
        } catch (ExecutionException | TimeoutException e) {
            shell.say("the rehearsal failed: " + e);
            return ExitCode.FAILED.code();
        }
    }

    private static int shortCommands(Shell shell) {
        String[][] commands = {
            {"--version"},
            {"--help"},
            {"serve", "--help"},
            {"explain", "ECONNRESET"},
            {"stat", "-l"},
            {"stat"},
            {"lab", "--help"}
        };
        for (String[] command : commands) {
            int code = new Rehearsal().run(shell, "", command);
            if (code != 0) return code;
        }
        return 0;
    }

    private int serveAndConnect(Shell shell)
            throws InterruptedException, ExecutionException, TimeoutException {
        CompletableFuture<Integer> server = new CompletableFuture<>();
        Thread.ofPlatform()
                .daemon()
                .start(() -> server.complete(run(shell, "", "serve", "echo=0", "upper=0")));
        String port = awaitPort(server);
        int code = new Rehearsal().run(shell, "hello\n", "connect", port);
        Runnable stop = signals.get("TERM");
        if (stop == null) return ExitCode.FAILED.code();
        stop.run();
        int served = server.get(PATIENCE_S, TimeUnit.SECONDS);
        return code == 0 ? served : code;
    }

    private String awaitPort(CompletableFuture<Integer> server)
            throws InterruptedException, TimeoutException {
        long endNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_S);
        synchronized (printed) {
            while (true) {
                String text = printed.toString(UTF_8);
                Matcher served = SERVED.matcher(text);
                if (text.contains("Ctrl-C") && served.find()) return served.group(1);
                long leftNs = endNs - System.nanoTime();
                if (server.isDone() || leftNs <= 0) throw new TimeoutException(text);
                TimeUnit.NANOSECONDS.timedWait(printed, Math.min(leftNs, 100_000_000));
            }
        }
    }

    private int run(Shell shell, String input, String... command) {
        PrintStream errors = new PrintStream(output(), true, UTF_8);
        InputStream in = new ByteArrayInputStream(input.getBytes(UTF_8));
        Shell own =
                new Shell(
                        in,
                        output(),
                        errors,
                        EnumSet.noneOf(Shell.Stream.class),
                        shell.environment(),
                        shell.isRoot(),
                        signals::put,
                        _ -> {}); // the next one is to run, too
        int code = Main.run(own, command);
        if (code != 0) shell.err().write(printed.toByteArray(), 0, printed.size());
        return code;
    }

    private OutputStream output() {
        return new OutputStream() {
            @Override
            public void write(byte[] bytes, int start, int count) throws IOException {
                synchronized (printed) {
                    printed.write(bytes, start, count);
                    printed.notifyAll();
                }
            }

            @Override
            public void write(int value) throws IOException {
                write(new byte[] {(byte) value}, 0, 1);
            }
        };
    }
}
