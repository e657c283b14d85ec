package io.fairlead.chat.history;

import io.fairlead.chat.room.Said;
import java.io.IOException;
import java.util.List;

/**
 * The stored messages of all rooms. One thread may call {@link #append} while another calls {@link
 * #find}.
 */
public interface History extends AutoCloseable {
    /** The most messages that one {@link Query} can ask for. */
    int MESSAGES_MAX = 500;

    /**
     * Which messages to find.
     *
     * @param room the room's name, compared under the case mapping
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
     * Stores messages. When it returns, they survive the end of the process. A message whose id
     * exists already is not changed.
     *
     * @throws IOException if they were not stored, or if that is unknown; the call can be repeated
     */
    void append(List<Said> messages) throws IOException;

    /**
     * Finds messages, oldest first.
     *
     * @throws IOException if they cannot be read now
     */
    List<Said> find(Query query) throws IOException;

    /**
     * The highest id that was ever stored; 0 if none.
     *
     * @throws IOException if it cannot be read
     */
    long lastId() throws IOException;

    @Override
    void close();

    /** Stores nothing. A room remembers its last messages while it has members. */
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
