import io.fairlead.server.Model;
import io.fairlead.server.Server;

void main(String[] args) throws Exception {
    RespCodec codec = new RespCodec(1024 * 1024);
    Server server = Server.at(args.length == 0 ? "tcp://:6380" : args[0])
            .model(Model.EPOLL)
            .codec(codec)
            .serve(new Store(codec));
    IO.println("Serving Redis' protocol on " + server.endpoint());
    server.awaitClose();
}
