import io.fairlead.frame.Codec;
import io.fairlead.frame.Frame;
import io.fairlead.server.Model;
import io.fairlead.server.Server;
import io.fairlead.service.Service;
import java.io.Serializable;

void main(String[] args) throws Exception {
    Model model = Model.valueOf(args[1]); // ITERATIVE, PROCESS, THREAD ... EPOLL
    try (Server server = Server.at("tcp://127.0.0.1:" + args[0])
            // region: serve
            .codec(Codec.raw())
            .model(model)
            .serve((Service & Serializable)
                    (peer, bytes) -> peer.send(upper(bytes.bytes())))) {
        // endregion
        IO.println("Serving on " + server.endpoint());
        server.awaitClose();
    }
}

static Frame upper(byte[] bytes) {
    for (int i = 0; i < bytes.length; i++) {
        if (bytes[i] >= 'a' && bytes[i] <= 'z') bytes[i] -= 'a' - 'A';
    }
    return Frame.of(bytes);
}
