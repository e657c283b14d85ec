package io.fairlead.server.site;

import io.fairlead.net.socket.BoundDatagrams;
import io.fairlead.server.report.OpenConnection;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One concurrency model at work on one listening socket, from start to the last byte. */
public interface Engine {
    /** How long what has been cut may take to end. */
    Duration CUT_TIMEOUT = Duration.ofSeconds(2);

    /** Where it works. */
    Site site();

    /**
     * Starts the threads that accept and serve, and waits until they can.
     *
     * @throws IOException if they cannot; nothing is left of the engine then
     */
    void start() throws IOException;

    /** Gives back what an engine has that is not started, without a thread. */
    void discard();

    /**
     * Stops accepting, as another process has the sockets, too; who is connected is served as
     * before. Here nothing is left of it: returns when nobody more is accepted. What has no
     * connections goes on until the drain.
     */
    default void stopAccepting() throws InterruptedException {}

    /** True if nobody is connected, once it has stopped accepting. */
    default boolean isEmpty() {
        return listed().isEmpty();
    }

    /** Stops accepting; connections end as soon as nothing they received is unanswered. */
    void drain();

    /**
     * Waits until the last connection has ended.
     *
     * @return false if some are left when {@code timeout} is over
     */
    boolean awaitEnd(Duration timeout) throws InterruptedException;

    /**
     * Ends what is left.
     *
     * @return connections that were cut
     */
    int cut();

    /** Those that are open at this moment, or a moment ago. */
    Collection<? extends Described> listed();

    /** What is known of them, in the order of their numbers. */
    default List<OpenConnection> connections() {
        return listed().stream()
                .map(Described::describe)
                .filter(Objects::nonNull)
                .sorted(Comparator.comparingLong(OpenConnection::id))
                .toList();
    }

    /** The socket of datagrams, or one of several on the port; null where streams are served. */
    default @Nullable BoundDatagrams datagrams() {
        return null;
    }

    /** True in a thread that accepts or serves here: it would wait for itself to end. */
    boolean isServing();

    /** Threads that have not come back from a service by now; of a process's, none. */
    List<Thread> busy();
}
