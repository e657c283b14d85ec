package io.fairlead.cli.serve;

import io.fairlead.cli.OutputException;
import io.fairlead.cli.Shell;
import io.fairlead.trace.Figures;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Writes lines to standard output on a thread of its own, so that nobody who serves a connection
 * waits for a reader of the log, or for its disk. On a terminal, a status line stays below them.
 *
 * <p>At most 8,192 lines wait; what comes beyond that is lost, and counted. So is what the disk
 * does not take (it is full, or broken): standard error says so once, and the log says how many
 * lines it lost as soon as it can be written again. Safe for any thread.
 */
public final class LogWriter {
    private static final int LINES_MAX = 8 * 1024;
    private static final long STATUS_MS = 500;
    private static final long SECOND_MS = 1_000;
    private static final long CLOSE_MS = 1_000;
    private static final String ERASE_LINE = "\r\u001b[2K"; // ECMA-48: EL

    private final Shell shell;
    private final LogFormat format;
    private final EventCounts counts;
    private final Supplier<String> status;
    private final Runnable onReaderGone;
    private final BlockingQueue<String> lines = new ArrayBlockingQueue<>(LINES_MAX);
    private final AtomicLong leftOut = new AtomicLong();
    private final Thread thread;
    private final boolean live;
    private volatile boolean closing;

    // Of the thread that writes.
    private long secondNs = System.nanoTime();
    private boolean idle;
    private boolean told;
    private long lost;
    private String reason = "";

    /**
     * @param counts what it knows is written once a second
     * @param status the text of the status line at this moment
     * @param onReaderGone called at most once, when nobody reads standard output any more
     */
    public LogWriter(
            Shell shell,
            LogFormat format,
            EventCounts counts,
            Supplier<String> status,
            Runnable onReaderGone) {
        this.shell = shell;
        this.format = format;
        this.counts = counts;
        this.status = status;
        this.onReaderGone = onReaderGone;
        live = shell.isTerminal(Shell.Stream.OUT) && !shell.isDumb();
        thread = Thread.ofPlatform().daemon().name("fairlead log").unstarted(this::run);
    }

    public void start() {
        thread.start();
    }

    /** Writes {@code line} and its end, soon. */
    public void write(String line) {
        if (!lines.offer(line)) leftOut.incrementAndGet();
    }

    /** Writes what waits, for a second at most. */
    public void close() throws InterruptedException {
        closing = true;
        thread.interrupt();
        thread.join(CLOSE_MS);
    }

    private void run() {
        try {
            while (!closing) turn();
            List<String> rest = new ArrayList<>();
            lines.drainTo(rest);
            sums(rest);
            write(rest);
            if (lost > 0) shell.say(lost().words());
            else if (live) shell.print(ERASE_LINE);
        } catch (OutputException e) {
            if (e.isReaderGone()) onReaderGone.run();
        }
    }

    private void turn() throws OutputException {
        List<String> batch = new ArrayList<>();
        try {
            String first =
                    idle
                            ? lines.take()
                            : lines.poll(live ? STATUS_MS : SECOND_MS, TimeUnit.MILLISECONDS);
            if (first != null) batch.add(first);
        } catch (InterruptedException e) {
            return; // closing
        }
        lines.drainTo(batch);
        long nowNs = System.nanoTime();
        if (idle) secondNs = nowNs; // its first event began this second
        if (nowNs - secondNs >= TimeUnit.MILLISECONDS.toNanos(SECOND_MS)) {
            secondNs = nowNs;
            sums(batch);
        }
        idle = !live && batch.isEmpty() && lost == 0;
        write(batch);
    }

    private void sums(List<String> batch) {
        counts.next().forEach(event -> batch.add(format.line(event)));
    }

    private void write(List<String> batch) throws OutputException {
        long missing = leftOut.getAndSet(0);
        StringBuilder text = new StringBuilder();
        if (live) text.append(ERASE_LINE);
        // The first line end is for what may have been written in part before the disk was full.
        if (lost > 0) text.append('\n').append(format.line(lost())).append('\n');
        if (missing > 0) {
            LogEvent slow = lost(missing, "standard output is read too slowly");
            text.append(format.line(slow)).append('\n');
        }
        batch.forEach(line -> text.append(line).append('\n'));
        if (live) text.append(status.get());
        if (text.isEmpty()) return;
        try {
            shell.print(text.toString());
            lost = 0;
        } catch (OutputException e) {
            if (e.isReaderGone()) throw e;
            failed(e, batch.size() + missing);
        }
    }

    /** The disk takes no more: serving goes on, and the log when it can. */
    private void failed(OutputException error, long count) {
        lost += count;
        reason = String.valueOf(error.getMessage());
        if (told) return;
        told = true;
        shell.say(
                reason + "; the server goes on, but log lines are lost until writing works again");
    }

    private LogEvent lost() {
        return lost(lost, reason);
    }

    private static LogEvent lost(long count, String reason) {
        String words = Figures.count(count) + " lines of the log were lost: " + reason;
        return LogEvent.of("lines_lost", words).with("lines", count).with("reason", reason);
    }
}
