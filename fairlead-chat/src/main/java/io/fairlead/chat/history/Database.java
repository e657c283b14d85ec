package io.fairlead.chat.history;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** One connection to a database, made when it is needed, and anew after it has failed. */
final class Database implements AutoCloseable {
    private static final String SQLITE = "jdbc:sqlite:";

    private final String url;
    private @Nullable Connection connection; // guarded by this

    /** What is done with a connection; it commits by itself. */
    @FunctionalInterface
    interface Work<T> {
        T on(Connection connection) throws SQLException;
    }

    Database(String url) {
        this.url = url;
    }

    synchronized <T> T run(Work<T> work) throws IOException {
        try {
            Connection open = connection;
            if (open == null) {
                open = open();
                connection = open;
            }
            return work.on(open);
        } catch (SQLException e) {
            close();
            throw new IOException(reason(e), e);
        }
    }

    private Connection open() throws SQLException {
        Properties settings = new Properties();
        if (url.startsWith("jdbc:postgresql:")) {
            // A server that is gone must not be waited for without end.
            settings.setProperty("socketTimeout", "10");
            settings.setProperty("connectTimeout", "5");
        }
        Connection open = DriverManager.getConnection(url, settings);
        if (url.startsWith(SQLITE)) prepareSqlite(open);
        open.setAutoCommit(false);
        return open;
    }

    /** Readers and the writer do not wait for each other, and a commit is on the disk. */
    private static void prepareSqlite(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA busy_timeout=5000");
            statement.execute("PRAGMA journal_mode=WAL");
            statement.execute("PRAGMA synchronous=FULL");
        }
    }

    /** A driver's first line says what is wrong; the rest is for its authors. */
    private static String reason(SQLException error) {
        String message = String.valueOf(error.getMessage());
        return message.lines().findFirst().orElse("unknown").strip();
    }

    @Override
    public synchronized void close() {
        Connection open = connection;
        connection = null;
        if (open == null) return;
        try {
            open.close();
        } catch (SQLException e) {
            System.getLogger(Database.class.getName())
                    .log(System.Logger.Level.DEBUG, "closing a lost connection", e);
        }
    }
}
