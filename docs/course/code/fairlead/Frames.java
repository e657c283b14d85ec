import io.fairlead.frame.Codec;
import io.fairlead.server.Server;

void main(String[] args) throws Exception {
    // region: calls
    try (Server server =
            Server.at("tcp://:" + args[0])
                    .codec(Codec.lengthPrefixed(4).maxBytes(65536))
                    .serve((peer, message) -> peer.send(message))) {
        server.awaitClose();
    }
    // endregion
}
