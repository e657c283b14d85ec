import io.fairlead.client.pool.ConnectionPool;
import io.fairlead.client.pool.LeasedConnection;
import java.time.Duration;

void main() throws Exception {
    // region: pool
    try (ConnectionPool pool = ConnectionPool.to("tcp://:7001")
            .connectionsMax(20)
            .leakAfter(Duration.ofMinutes(1))
            .start()) {
        for (String word : new String[] {"one", "two"}) {
            try (LeasedConnection connection = pool.borrow()) {
                connection.writeLine(word);
                IO.println(connection.readLine());
            } // goes back, and is lent again
        }
    }
    // endregion
}
