package io.fairlead.cli.serve;

import io.fairlead.cli.ExitCode;
import io.fairlead.cli.Shell;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Waits until somebody wants the server to stop: SIGTERM, SIGHUP, Ctrl-C, or nobody reads the
 * output any more. The second signal ends the process at once. Safe for any thread.
 */
public final class StopSignal {
    private final CompletableFuture<ExitCode> stop = new CompletableFuture<>();
    private final AtomicBoolean stopping = new AtomicBoolean();
    private volatile boolean announced;

    /** Listens to the signals from now on. */
    public StopSignal(Shell shell, Runnable beforeHalt) {
        for (String signal : List.of("TERM", "HUP", "INT")) {
            ExitCode code = signal.equals("INT") ? ExitCode.INTERRUPTED : ExitCode.OK;
            shell.signals().on(signal, () -> signalled(shell, code, beforeHalt));
        }
    }

    private void signalled(Shell shell, ExitCode code, Runnable beforeHalt) {
        if (stop(code) || !announced) return;
        try {
            beforeHalt.run();
        } finally {
            shell.halt().accept(code.code());
        }
    }

    /** Stops; false if that was asked for before. */
    public boolean stop(ExitCode code) {
        if (!stopping.compareAndSet(false, true)) return false;
        return stop.complete(code);
    }

    /**
     * It has been said that the server stops: only from now on is another signal a second one. A
     * wrapper such as timeout(1) signals the process and then its group, and means it once.
     */
    public void announced() {
        announced = true;
    }

    /** Waits for the end; returns the exit code. */
    public ExitCode await() throws InterruptedException {
        try {
            return stop.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }
}
