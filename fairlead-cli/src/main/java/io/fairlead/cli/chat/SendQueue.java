package io.fairlead.cli.chat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fairlead.client.raw.StreamClient;
import io.fairlead.net.NetException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What is said, on its way to the server: what is said while one is not in waits until one is. A
 * server that takes nothing for now holds up who sends, and nobody else. Safe for any thread.
 */
final class SendQueue {
    private static final int WAITING_MAX = 100;

    private final Duration farewell;

    private final Unkept unkept = new Unkept();
    private final ReentrantLock sending = new ReentrantLock(true); // held while the server is slow

    // guarded by this
    private final Deque<String> waiting = new ArrayDeque<>();
    private @Nullable StreamClient client;
    private boolean isIn;

    /**
     * @param farewell how long to wait, to say good-bye, for what is being said
     */
    SendQueue(Duration farewell) {
        this.farewell = farewell;
    }

    /** What became of a line. */
    enum Outcome {
        SENT,
        WAITS,
        TOO_MANY
    }

    /** There is a connection; one is not in yet. */
    synchronized void connected(StreamClient newClient) {
        client = newClient;
    }

    /** One is in: what waited is sent. */
    void entered() {
        sending.lock();
        try {
            for (String line : enter()) write(line);
        } finally {
            sending.unlock();
        }
    }

    private synchronized List<String> enter() {
        isIn = true;
        List<String> lines = List.copyOf(waiting);
        waiting.clear();
        return lines;
    }

    /** The connection is gone. */
    synchronized void lost() {
        client = null;
        isIn = false;
    }

    /** Messages that were sent and may be lost; they are told once. */
    List<String> unkept() {
        return unkept.take();
    }

    /** A message of one's own has come back. */
    void cameBack(ServerLine line) {
        unkept.cameBack(line.words());
    }

    /** Says {@code line}, or keeps it for later. */
    Outcome send(String line) {
        sending.lock();
        try {
            if (mustWait()) return keep(line) ? Outcome.WAITS : Outcome.TOO_MANY;
            write(line);
            return Outcome.SENT;
        } finally {
            sending.unlock();
        }
    }

    private synchronized boolean mustWait() {
        return !isIn;
    }

    private synchronized boolean keep(String line) {
        return waiting.size() < WAITING_MAX && waiting.add(line);
    }

    private void write(String line) {
        for (String piece : LineCut.pieces(line)) {
            unkept.sent(piece);
            command(piece);
        }
    }

    /** Sends a line at once, in or not. */
    void command(String line) {
        StreamClient to = client();
        try {
            if (to != null) to.write(UTF_8.encode(line + "\n"));
        } catch (NetException lost) {
            to.close(); // so that who receives learns of it
        }
    }

    private synchronized @Nullable StreamClient client() {
        return client;
    }

    /**
     * Says good-bye after what is being said; false if that cannot be said soon. Ctrl-C may have
     * marked this thread as interrupted, and then it would neither wait nor write: the mark is put
     * back at the end.
     */
    boolean quit() {
        boolean interrupted = Thread.interrupted();
        try {
            return client() != null && saysGoodBye();
        } finally {
            if (interrupted) Thread.currentThread().interrupt();
        }
    }

    private boolean saysGoodBye() {
        if (!isSaidSoon()) return false;
        try {
            command("/quit");
            return true;
        } finally {
            sending.unlock();
        }
    }

    /** Takes the lock; false if the server takes nothing. */
    private boolean isSaidSoon() {
        try {
            return sending.tryLock(farewell.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
