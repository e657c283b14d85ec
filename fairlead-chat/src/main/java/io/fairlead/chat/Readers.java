package io.fairlead.chat;

import io.fairlead.chat.history.History;
import io.fairlead.chat.room.Said;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Reads the history on its own thread, so that a slow disk does not delay messages. */
public final class Readers implements AutoCloseable {
    private static final int QUEUE_MAX = 1_000;

    private final History history;
    private final ThreadPoolExecutor executor =
            new ThreadPoolExecutor(
                    1,
                    1,
                    0,
                    TimeUnit.SECONDS,
                    new ArrayBlockingQueue<>(QUEUE_MAX),
                    Thread.ofPlatform().name("fairlead chat reader").factory());

    /** Gets what was found. */
    @FunctionalInterface
    public interface Answer {
        /**
         * The end of a search.
         *
         * @param messages oldest first; empty if there was an error
         * @param error a sentence; null if there was none
         */
        void found(List<Said> messages, @Nullable String error);
    }

    /** A reader of {@code history}. */
    Readers(History history) {
        this.history = history;
    }

    /** Answers on the reader's thread, or at once if too many wait already. */
    void find(History.Query query, Answer answer) {
        try {
            executor.execute(() -> answer(query, answer));
        } catch (RejectedExecutionException e) {
            answer.found(List.of(), "too many requests for history; try again later");
        }
    }

    private void answer(History.Query query, Answer answer) {
        try {
            answer.found(history.find(query), null);
        } catch (Throwable e) { // of any kind: who asks waits for an answer
            answer.found(List.of(), "the history cannot be read now: " + e.getMessage());
        }
    }

    @Override
    public void close() {
        executor.close();
    }
}
