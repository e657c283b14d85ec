import io.fairlead.frame.Codec;
import io.fairlead.server.Server;

void main(String[] args) throws Exception {
    // region: calls
    try (Server server =
            Server.at("tcp://:" + args[0])
                    .codec(Codec.raw())
                    .serve((peer, message) -> {
                        peer.send("OK");
                        peer.close();
                    })) {
        server.awaitClose();
    }
    // endregion
}
