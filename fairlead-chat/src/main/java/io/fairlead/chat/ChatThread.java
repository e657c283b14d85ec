package io.fairlead.chat;

import java.time.Duration;
import java.util.List;

/** The thread of a chat, and the watch that it makes progress. */
final class ChatThread implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Chat.class.getName());

    private final Thread thread;
    private final CommandWatch watch;

    /** A thread that runs {@code turns}, until they are over. */
    ChatThread(Runnable turns) {
        thread = Thread.ofPlatform().name("fairlead chat").unstarted(turns);
        watch = new CommandWatch(thread, ChatThread::reportStall);
    }

    void start() {
        thread.start();
    }

    CommandWatch watch() {
        return watch;
    }

    private static void reportStall(Duration forAtLeast, List<StackTraceElement> stack) {
        LOG.log(
                System.Logger.Level.WARNING,
                "a command holds up the chat for more than {0} ms, at{1}",
                Long.toString(forAtLeast.toMillis()),
                CommandWatch.lines(stack));
    }

    /** Waits until the turns are over. */
    @Override
    public void close() {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        watch.close();
    }
}
