import io.fairlead.client.Client;
import io.fairlead.service.Connection;

void main() throws Exception {
    // region: client
    try (Connection connection = Client.connect("tcp://:7001")) {
        connection.writeLine("hello");
        IO.println(connection.readLine());
    }
    // endregion
}
