import io.fairlead.server.Server;

void main(String[] args) throws Exception {
    // region: calls
    try (Server server =
            Server.at("udp://:" + args[0]).serve((peer, datagram) -> peer.send(datagram))) {
        server.awaitClose();
    }
    // endregion
}
