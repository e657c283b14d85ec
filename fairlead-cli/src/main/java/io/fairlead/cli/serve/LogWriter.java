package io.fairlead.cli.serve;

import io.fairlead.cli.OutputException;
import io.fairlead.cli.Shell;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Writes lines to standard output on a thread of its own, so that nobody who serves a connection
 * waits for a reader of the log. On a terminal, a status line stays below them.
 *
 * <p>At most 8,192 lines wait; what comes beyond that is left out, and counted. Safe for any
 * thread.
 */
final class LogWriter {
    private static final int LINES_MAX = 8 * 1024;
    private static final long STATUS_MS = 500;
    private static final long CLOSE_MS = 1_000;
    private static final String ERASE_LINE = "\r\u001b[2K"; // ECMA-48: EL

    private final Shell shell;
    private final Supplier<String> status;
    private final Consumer<OutputException> onFailure;
    private final BlockingQueue<String> lines = new ArrayBlockingQueue<>(LINES_MAX);
    private final AtomicLong leftOut = new AtomicLong();
    private final Thread thread;
    private final boolean live;
    private volatile boolean closing;

    /**
     * @param status the text of the status line at this moment
     * @param onFailure called at most once, when standard output takes no more
     */
    LogWriter(Shell shell, Supplier<String> status, Consumer<OutputException> onFailure) {
        this.shell = shell;
        this.status = status;
        this.onFailure = onFailure;
        live = shell.isTerminal(Shell.Stream.OUT) && !shell.isDumb();
        thread = Thread.ofPlatform().daemon().name("fairlead log").unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /** Writes {@code line} and its end, soon. */
    void write(String line) {
        if (!lines.offer(line)) leftOut.incrementAndGet();
    }

    /** Writes what waits, for a second at most. */
    void close() throws InterruptedException {
        closing = true;
        thread.interrupt();
        thread.join(CLOSE_MS);
    }

    private void run() {
        try {
            while (!closing) turn();
            writeWaiting(new ArrayList<>());
            if (live) shell.print(ERASE_LINE);
        } catch (OutputException e) {
            onFailure.accept(e);
        }
    }

    private void turn() throws OutputException {
        List<String> batch = new ArrayList<>();
        try {
            String first = live ? lines.poll(STATUS_MS, TimeUnit.MILLISECONDS) : lines.take();
            if (first != null) batch.add(first);
        } catch (InterruptedException e) {
            return; // closing
        }
        writeWaiting(batch);
    }

    private void writeWaiting(List<String> batch) throws OutputException {
        lines.drainTo(batch);
        long missing = leftOut.getAndSet(0);
        if (missing > 0) batch.add(missing + " lines left out: standard output is read too slowly");
        StringBuilder text = new StringBuilder();
        if (live) text.append(ERASE_LINE);
        batch.forEach(line -> text.append(line).append('\n'));
        if (live) text.append(status.get());
        shell.print(text.toString());
    }
}
