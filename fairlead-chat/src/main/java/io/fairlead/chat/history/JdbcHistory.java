package io.fairlead.chat.history;

import io.fairlead.chat.name.Name;
import io.fairlead.chat.room.Said;
import io.fairlead.chat.room.Who;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A history in one table of any database with a JDBC driver. One connection writes and one reads. A
 * connection that fails is opened again at the next call. For threads as every {@link History}: one
 * appends while another reads.
 */
public final class JdbcHistory implements History {
    private static final String INSERT =
            """
            INSERT INTO chat_message (id, room, room_shown, name, sender_user, host, kind, text)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)\
            """;
    private static final String IS_THERE = "SELECT 1 FROM chat_message WHERE id = ?";
    private final Database writer;
    private final Database reader;
    private boolean doubtful = true;
    private @Nullable FileClaim claim;

    private JdbcHistory(Database writer, Database reader) {
        this.writer = writer;
        this.reader = reader;
    }

    /**
     * Opens a history, and creates its table if necessary.
     *
     * @param url of JDBC, such as {@code jdbc:postgresql://localhost/chat}
     * @throws IOException if the database cannot be opened; the message says why
     */
    public static JdbcHistory open(String url) throws IOException {
        Database writer = new Database(url);
        try {
            writer.run(connection -> {
                createTable(connection);
                return true;
            });
        } catch (IOException e) {
            writer.close();
            throw e;
        }
        return new JdbcHistory(writer, new Database(url));
    }

    /**
     * Opens a history in a file, which is created if necessary, readable only for its owner.
     *
     * @throws IOException if the file cannot be opened, for example because another process uses it
     */
    public static JdbcHistory openFile(Path file) throws IOException {
        FileClaim claim = FileClaim.of(file);
        try {
            JdbcHistory history = open("jdbc:sqlite:" + file.toAbsolutePath());
            history.claim = claim;
            return history;
        } catch (IOException e) {
            claim.close();
            throw e;
        }
    }

    private static void createTable(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    """
                    CREATE TABLE IF NOT EXISTS chat_message (
                      id BIGINT PRIMARY KEY, room VARCHAR(100) NOT NULL,
                      room_shown VARCHAR(100) NOT NULL, name VARCHAR(100) NOT NULL,
                      sender_user VARCHAR(100) NOT NULL, host VARCHAR(100) NOT NULL,
                      kind VARCHAR(10) NOT NULL, text VARCHAR(20000) NOT NULL)\
                    """);
            statement.execute(
                    "CREATE INDEX IF NOT EXISTS chat_message_room ON chat_message (room, id)");
            connection.commit();
        }
    }

    @Override
    public void append(List<Said> messages) throws IOException {
        try {
            writer.run(connection -> {
                insert(connection, doubtful ? missing(connection, messages) : messages);
                connection.commit();
                return true;
            });
            doubtful = false;
        } catch (IOException e) {
            doubtful = true; // the commit may have come through all the same
            throw e;
        }
    }

    private static List<Said> missing(Connection connection, List<Said> messages)
            throws SQLException {
        List<Said> missing = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement(IS_THERE)) {
            for (Said said : messages) {
                if (!isThere(query, said.id())) missing.add(said);
            }
        }
        return missing;
    }

    private static boolean isThere(PreparedStatement query, long id) throws SQLException {
        query.setLong(1, id);
        try (ResultSet found = query.executeQuery()) {
            return found.next();
        }
    }

    private static void insert(Connection connection, List<Said> messages) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            for (Said said : messages) {
                insert.setLong(1, said.id());
                insert.setString(2, Name.keyOf(said.room()));
                insert.setString(3, said.room());
                insert.setString(4, said.from().name());
                insert.setString(5, said.from().user());
                insert.setString(6, said.from().host());
                insert.setString(7, said.kind().name());
                insert.setString(8, said.text());
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    @Override
    public List<Said> find(Query query) throws IOException {
        String sql =
                """
                SELECT id, room_shown, name, sender_user, host, kind, text FROM chat_message
                WHERE room = ? AND id > ? AND id < ? ORDER BY id %s LIMIT ?\
                """
                        .formatted(query.newest() ? "DESC" : "ASC");
        List<Said> found =
                reader.run(connection -> {
                    try (PreparedStatement select = connection.prepareStatement(sql)) {
                        select.setString(1, Name.keyOf(query.room()));
                        select.setLong(2, query.afterId());
                        select.setLong(3, query.beforeId());
                        select.setInt(4, Math.clamp(query.count(), 0, MESSAGES_MAX));
                        return messages(select);
                    } finally {
                        connection.rollback(); // or the next reader would see the past
                    }
                });
        if (query.newest()) Collections.reverse(found);
        return found;
    }

    private static List<Said> messages(PreparedStatement select) throws SQLException {
        List<Said> messages = new ArrayList<>();
        try (ResultSet row = select.executeQuery()) {
            while (row.next()) {
                Who from = new Who(row.getString(3), row.getString(4), row.getString(5));
                Said.Kind kind = Said.Kind.valueOf(row.getString(6));
                messages.add(
                        new Said(row.getLong(1), row.getString(2), from, kind, row.getString(7)));
            }
        }
        return messages;
    }

    @Override
    public long lastId() throws IOException {
        return reader.run(connection -> {
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("SELECT MAX(id) FROM chat_message")) {
                return row.next() ? row.getLong(1) : 0L;
            } finally {
                connection.rollback();
            }
        });
    }

    @Override
    public void close() {
        writer.close();
        reader.close();
        if (claim != null) claim.close();
    }
}
