package io.fairlead.chat.history;

import io.fairlead.chat.room.Said;
import java.io.IOException;
import java.util.List;

/**
 * What was said in rooms, for ever. {@link #append} and {@link #find} may be called by two threads
 * at a time, each of them by one.
 */
public interface History extends AutoCloseable {
    /** Messages that one {@link Query} can ask for. */
    int MESSAGES_MAX = 500;

    /**
     * Which messages.
     *
     * @param room its name; the same under the case mapping is the same
     * @param afterId only those with a higher id
     * @param beforeId only those with a lower id
     * @param count how many at most, up to {@link #MESSAGES_MAX}
     * @param newest true for the newest of them, false for the oldest
     */
    record Query(String room, long afterId, long beforeId, int count, boolean newest) {
        /** The last {@code count} messages of a room. */
        public static Query last(String room, int count) {
            return new Query(room, 0, Long.MAX_VALUE, count, true);
        }
    }

    /**
     * Keeps messages; when it returns they survive the end of the process. What is there already,
     * by its id, is left as it is.
     *
     * @throws IOException if they were not kept, or nobody knows; the call can be made again
     */
    void append(List<Said> messages) throws IOException;

    /**
     * Finds messages, oldest first.
     *
     * @throws IOException if they cannot be read now
     */
    List<Said> find(Query query) throws IOException;

    /**
     * The highest id that was ever kept; 0 if none.
     *
     * @throws IOException if it cannot be read
     */
    long lastId() throws IOException;

    @Override
    void close();

    /** Keeps nothing: rooms remember their last messages, while there is somebody in them. */
    History NONE =
            new History() {
                @Override
                public void append(List<Said> messages) {}

                @Override
                public List<Said> find(Query query) throws IOException {
                    throw new IOException("this server keeps no history");
                }

                @Override
                public long lastId() {
                    return 0;
                }

                @Override
                public void close() {}
            };
}
