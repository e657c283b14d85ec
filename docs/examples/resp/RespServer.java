import io.fairlead.server.Model;
import io.fairlead.server.Server;

void main() throws Exception {
    RespCodec codec = new RespCodec(1024 * 1024);
    Server server = Server.at("tcp://:6380")
            .model(Model.EPOLL)
            .codec(codec)
            .serve(new Store(codec));
    IO.println("Serving Redis' protocol on " + server.endpoint());
    server.awaitClose();
}
