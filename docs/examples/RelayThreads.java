import io.fairlead.client.Client;
import io.fairlead.server.Server;
import io.fairlead.service.Connection;
import java.io.IOException;
import java.nio.ByteBuffer;

/** What comes to {@code tcp://:7008} goes to {@code tcp://:7001}, and back. */
void main() throws Exception {
    // region: server
    Server server = Server.at("tcp://:7008").converse(this::relay);
    // endregion
    IO.println("relaying at " + server.endpoint());
    server.awaitClose();
}

// region: relay
/** Two threads for a client: one passes on what it sends, the other what is answered. */
void relay(Connection client) throws Exception {
    try (Connection target = Client.connect("tcp://:7001")) {
        Thread answers = Thread.startVirtualThread(() -> pass(target, client));
        pass(client, target);
        answers.join();
    } catch (IOException e) {
        client.abort(e.getMessage()); // no target: the client gets a reset
    }
}

void pass(Connection from, Connection to) {
    byte[] bytes = new byte[64 * 1024];
    try {
        for (int count; (count = from.read(bytes)) >= 0; ) {
            to.write(ByteBuffer.wrap(bytes, 0, count));
            to.flush(); // waits while the other side does not read, and so does the sender
        }
        to.shutdownOutput(); // a half-close is passed on
    } catch (IOException e) { // a reset, or a time that is over: neither side goes on
        to.abort("the other side: " + e.getMessage());
        from.abort("the relay: " + e.getMessage());
    }
}
// endregion
