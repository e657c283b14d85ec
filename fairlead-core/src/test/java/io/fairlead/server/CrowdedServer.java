package io.fairlead.server;

import io.fairlead.frame.Codec;
import io.fairlead.net.NetException;
import io.fairlead.service.Limits;
import io.fairlead.service.Service;
import java.io.IOException;
import java.io.Serializable;
import java.time.Duration;

/**
 * A server in a process of its own, with few descriptors: prints its port, and what happens, and
 * ends with its standard input.
 */
final class CrowdedServer {
    private CrowdedServer() {}

    /** The argument is the word of a model. */
    public static void main(String[] arguments) throws IOException {
        Model model = Model.valueOf(arguments[0]);
        ServerObserver printer =
                new ServerObserver() {
                    @Override
                    public void onAcceptFailed(NetException error, Duration retryAfter) {
                        System.out.println("failed " + error.errno());
                    }

                    @Override
                    public void onAcceptRecovered(long failures) {
                        System.out.println("recovered " + failures);
                    }
                };
        try (Server server =
                Server.at("tcp://127.0.0.1:0")
                        .model(model)
                        .codec(Codec.lengthPrefixed(4))
                        .observer(printer)
                        .limits(Limits.builder().poolThreads(100).build())
                        .serve((Service & Serializable) (peer, frame) -> peer.send(frame))) {
            System.out.println("port " + server.port());
            while (System.in.read() >= 0) System.out.println("stats " + server.stats());
        }
    }
}
