package upper;

import io.fairlead.frame.Codec;
import io.fairlead.frame.Frame;
import io.fairlead.server.Model;
import io.fairlead.server.Server;
import io.fairlead.service.Peer;
import io.fairlead.service.Service;
import java.io.Serializable;
import java.util.Locale;

/** Answers each line in capital letters. Arguments: an endpoint, and the name of a model. */
class Main {
    /** It is sent to each worker process, so it is Serializable. */
    record Upper() implements Service, Serializable {
        @Override
        public void onFrame(Peer peer, Frame line) {
            peer.send(line.text().toUpperCase(Locale.ROOT));
        }
    }

    // region: main
    static void main(String[] arguments) throws Exception {
        String endpoint = arguments.length > 0 ? arguments[0] : "tcp://:7001";
        Model model = arguments.length > 1 ? Model.valueOf(arguments[1]) : Model.VIRTUAL;
        Server server =
                Server.at(endpoint).model(model).codec(Codec.lines()).serve(new Upper());
        IO.println(server.endpoint());
        server.awaitClose();
    }
    // endregion
}
