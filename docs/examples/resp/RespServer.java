import io.fairlead.server.Model;
import io.fairlead.server.Server;

void main() throws Exception {
    Server server = Server.at("tcp://:6380")
            .model(Model.EPOLL)
            .codec(new RespCodec(1024 * 1024))
            .serve(new Store());
    IO.println("Serving Redis' protocol on " + server.endpoint());
    server.awaitClose();
}
