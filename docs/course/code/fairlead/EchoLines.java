import io.fairlead.server.Server;

void main(String[] args) throws Exception {
    // region: calls
    try (Server server =
            Server.at("tcp://:" + args[0])
                    .converse(connection -> {
                        String line = connection.readLine(); // readline; null at the end of input
                        while (line != null) {
                            connection.writeLine(line); // writen: all of it, or an exception
                            line = connection.readLine();
                        }
                    })) {
        server.awaitClose();
    }
    // endregion
}
