package io.fairlead.cli.talk;

import io.fairlead.cli.Shell;
import io.fairlead.cli.Shell.Stream;
import java.io.PrintStream;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Shows how far a transfer is, in one line of the terminal that standard error goes to. Says
 * nothing about what is over within a second. Made and closed by one thread.
 */
final class TransferLine implements AutoCloseable {
    private static final long FIRST_MS = 1_000;
    private static final long NEXT_MS = 250;
    private static final int COLUMNS_MAX = 79;
    private static final String CLEAR = "\r\033[K";

    private final PrintStream err;
    private final Progress progress;
    private final TransferText text;
    private final CountDownLatch over = new CountDownLatch(1);
    private final Thread thread;

    private TransferLine(PrintStream err, Progress progress, TransferText text) {
        this.err = err;
        this.progress = progress;
        this.text = text;
        thread = Thread.ofPlatform().daemon().name("fairlead progress").start(this::show);
    }

    /** Whether there is a line to show it in, and a transfer rather than a person who types. */
    static boolean isWanted(Shell shell) {
        boolean typed = shell.isTerminal(Stream.IN) && shell.isTerminal(Stream.OUT);
        return shell.isTerminal(Stream.ERR) && !typed && !shell.isDumb();
    }

    /**
     * Starts to show it.
     *
     * @param inputBytes what is to be sent in all, if that is known
     */
    static TransferLine start(Shell shell, Progress progress, OptionalLong inputBytes) {
        return new TransferLine(
                shell.err(), progress, new TransferText(inputBytes, System.nanoTime()));
    }

    private void show() {
        try {
            for (long ms = FIRST_MS; !over.await(ms, TimeUnit.MILLISECONDS); ms = NEXT_MS) {
                String line =
                        text.line(
                                progress.sentBytes(), progress.receivedBytes(), System.nanoTime());
                err.print(CLEAR + line.substring(0, Math.min(line.length(), COLUMNS_MAX)));
                err.flush();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Takes the line away. */
    @Override
    public void close() {
        over.countDown();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (text.isShown()) err.print(CLEAR);
        err.flush();
    }
}
