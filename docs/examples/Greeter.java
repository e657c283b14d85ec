import io.fairlead.server.Server;

void main() throws Exception {
    // region: handler
    Server server = Server.at("tcp://:7002").converse(connection -> {
        connection.writeLine("What is your name?");
        String name = connection.readLine();
        if (name != null) connection.writeLine("Welcome, " + name + "!");
    });
    // endregion
    IO.println("Serving a greeter on " + server.endpoint());
    server.awaitClose();
}
