package io.fairlead.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** One run of the command in this process, with everything around it made up. */
final class Run {
    private static final long TIMEOUT_S = 60;

    final Captured out = new Captured();
    final Captured err = new Captured();
    final Set<Shell.Stream> terminals = EnumSet.noneOf(Shell.Stream.class);
    final Map<String, String> environment = new HashMap<>(Map.of("TERM", "xterm"));
    final BlockingQueue<Integer> halts = new LinkedBlockingQueue<>();
    boolean root;
    private final Map<String, Runnable> signals = new ConcurrentHashMap<>();
    private final CompletableFuture<Integer> exit = new CompletableFuture<>();
    private InputStream in = new ByteArrayInputStream(new byte[0]);

    Run input(InputStream input) {
        in = input;
        return this;
    }

    Run input(String input) {
        return input(new ByteArrayInputStream(input.getBytes(UTF_8)));
    }

    /** Starts it; {@link #exit} waits for its end. */
    Run start(String... args) {
        Shell shell =
                new Shell(
                        in,
                        out,
                        new PrintStream(err, true, UTF_8),
                        terminals,
                        environment,
                        root,
                        signals::put,
                        halts::add);
        Thread _ = Thread.ofPlatform().daemon().start(() -> exit.complete(Main.run(shell, args)));
        return this;
    }

    int exit() throws Exception {
        return exit.get(TIMEOUT_S, TimeUnit.SECONDS);
    }

    /** Runs it to the end. */
    static Run of(String... args) throws Exception {
        Run run = new Run().start(args);
        int _ = run.exit();
        return run;
    }

    void signal(String name) {
        Objects.requireNonNull(signals.get(name), name).run();
    }

    /** The port of the first endpoint that was printed. */
    int port() throws InterruptedException {
        return Integer.parseInt(out.await("(?:tcp|udp)://127\\.0\\.0\\.1:(\\d+)").group(1));
    }
}
