package io.fairlead.cli.chat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fairlead.cli.CommandException;
import io.fairlead.cli.ExitCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;

/**
 * Lines for whoever reads a named pipe, fifo(7), now or later: a reader that is not there, leaves
 * or is slow holds nobody up. What it has not read waits, up to a limit; then the oldest is lost.
 *
 * <p>The pipe is open for both directions, so opening never waits and writing never fails for want
 * of a reader; a thread of its own waits while the pipe is full. Safe for any thread.
 */
final class NamedPipe implements AutoCloseable {
    static final int LINES_MAX = 10_000;

    private static final int TYPE_MASK = 0170000; // S_IFMT, inode(7)
    private static final int TYPE_FIFO = 0010000; // S_IFIFO
    private static final long LAST_LINES_MS = 500;

    private final Path path;
    private final boolean made;
    private final FileChannel channel;
    private final Thread writer =
            Thread.ofPlatform().daemon().name("fairlead pipe").unstarted(this::write);

    // guarded by this
    private final Deque<String> waiting = new ArrayDeque<>();
    private long lost;
    private boolean closing;

    private NamedPipe(Path path, boolean made, FileChannel channel) {
        this.path = path;
        this.made = made;
        this.channel = channel;
    }

    /**
     * Opens the pipe at {@code path}; makes it if nothing is there.
     *
     * @throws CommandException if something else is there, or it cannot be made or opened
     */
    static NamedPipe open(Path path) throws CommandException {
        try {
            boolean made = !Files.exists(path, LinkOption.NOFOLLOW_LINKS);
            if (made) make(path);
            int mode = (int) Files.getAttribute(path, "unix:mode");
            if ((mode & TYPE_MASK) != TYPE_FIFO) {
                throw failure(
                        path, "a file that is not a named pipe exists there, and is not replaced");
            }
            NamedPipe pipe =
                    new NamedPipe(
                            path,
                            made,
                            FileChannel.open(
                                    path, StandardOpenOption.READ, StandardOpenOption.WRITE));
            pipe.writer.start();
            return pipe;
        } catch (IOException e) {
            throw failure(path, e.toString());
        }
    }

    private static CommandException failure(Path path, String reason) {
        return new CommandException(
                ExitCode.ADDRESS, "--fifo %s: %s; name another path".formatted(path, reason));
    }

    /** By mkfifo(1), as Java has no call for it. */
    private static void make(Path path) throws IOException, CommandException {
        Process mkfifo =
                new ProcessBuilder("mkfifo", "-m", "600", "--", path.toString())
                        .redirectErrorStream(true)
                        .start();
        String complaint = new String(mkfifo.getInputStream().readAllBytes(), UTF_8).strip();
        try {
            if (mkfifo.waitFor() != 0) throw failure(path, complaint);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure(path, "interrupted");
        }
    }

    /** Adds a line. */
    synchronized void print(String line) {
        if (waiting.size() == LINES_MAX) {
            waiting.removeFirst();
            lost++;
        }
        waiting.addLast(line);
        notifyAll();
    }

    private void write() {
        try {
            for (String text = take(); !text.isEmpty(); text = take()) {
                ByteBuffer bytes = UTF_8.encode(text);
                while (bytes.hasRemaining()) channel.write(bytes);
            }
        } catch (IOException | InterruptedException ended) {
            // closed while the pipe was full: nobody reads the rest
        }
    }

    /** Waits for a line; empty at the end. */
    private synchronized String take() throws InterruptedException {
        while (waiting.isEmpty() && !closing) wait();
        if (waiting.isEmpty()) return "";
        String gap =
                lost == 0
                        ? ""
                        : String.format(
                                Locale.ROOT, "(%d lines are lost: nothing read them)\n", lost);
        lost = 0;
        return gap + waiting.removeFirst() + "\n";
    }

    /** Gives a reader a moment for the last lines; a pipe that was made here is removed. */
    @Override
    public void close() throws IOException {
        synchronized (this) {
            closing = true;
            notifyAll();
        }
        try {
            writer.join(LAST_LINES_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        writer.interrupt(); // closes the channel, where it waits
        channel.close();
        if (made) Files.deleteIfExists(path);
    }
}
