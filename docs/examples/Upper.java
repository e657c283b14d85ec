import io.fairlead.frame.Codec;
import io.fairlead.server.Server;

void main() throws Exception {
    try (Server server = Server.at("tcp://:7001").codec(Codec.lines())
            .serve((peer, line) -> peer.send(line.text().toUpperCase()))) {
        IO.println("Serving lines in upper case on " + server.endpoint());
        server.awaitClose();
    }
}
