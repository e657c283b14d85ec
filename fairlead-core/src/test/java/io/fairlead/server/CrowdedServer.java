package io.fairlead.server;

import io.fairlead.frame.Codec;
import io.fairlead.net.NetException;
import io.fairlead.service.Limits;
import io.fairlead.service.Service;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * A server in a process of its own, with few descriptors: prints its port, and what happens, and
 * ends with its standard input. It takes all descriptors itself when that says {@code f}, and gives
 * them back after {@code e}.
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
            Deque<InputStream> own = new ArrayDeque<>();
            for (int order; (order = System.in.read()) >= 0; ) {
                if (order == 'f') fill(own);
                if (order == 'e') empty(own);
                System.out.println("stats " + server.stats());
            }
        }
    }

    /** Opens files until no descriptor is left. */
    private static void fill(Deque<InputStream> own) {
        try {
            while (true) own.push(new FileInputStream("/dev/null"));
        } catch (IOException e) {
            System.out.println("full " + own.size());
        }
    }

    private static void empty(Deque<InputStream> own) throws IOException {
        while (!own.isEmpty()) own.pop().close();
    }
}
