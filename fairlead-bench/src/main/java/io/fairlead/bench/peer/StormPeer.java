package io.fairlead.bench.peer;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fairlead.client.Client;
import io.fairlead.client.Reconnect;
import io.fairlead.frame.Codec;
import io.fairlead.frame.Frame;
import io.fairlead.server.Model;
import io.fairlead.service.CloseReason;
import io.fairlead.service.Limits;
import io.fairlead.service.Peer;
import io.fairlead.service.Service;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Fairlead's clients, which connect again by themselves: {@code StormPeer MODEL}. It listens for
 * the one that runs the storm, who says where the server is and how many are to connect, and writes
 * {@code all} each time when all have.
 */
public final class StormPeer implements Service {
    private static final long serialVersionUID = 1;

    /** The first bound of the random waits, which doubles with each failure, and the last. */
    private static final Reconnect TIMES =
            new Reconnect(Duration.ofMillis(100), Duration.ofSeconds(2));

    private static final Limits LIMITS =
            Limits.builder().connectionsMax(20_000).idleTimeout(Duration.ofHours(1)).build();

    private final int count;
    private final transient AtomicInteger open = new AtomicInteger();
    private final transient Semaphore all = new Semaphore(0);

    private StormPeer(int count) {
        this.count = count;
    }

    /** Connects until it is killed. */
    public static void main(String[] args) throws Exception {
        Model model = Model.valueOf(args[0].toUpperCase(Locale.ROOT).replace('-', '_'));
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Ready.at(listener.getLocalPort());
            try (Socket control = listener.accept()) {
                String[] order = line(control).split(" ", -1);
                new StormPeer(Integer.parseInt(order[1])).run(model, order[0], control);
            }
        }
    }

    private static String line(Socket control) throws IOException {
        return new BufferedReader(new InputStreamReader(control.getInputStream(), UTF_8))
                .readLine();
    }

    private void run(Model model, String port, Socket control) throws Exception {
        OutputStream out = control.getOutputStream();
        try (Client client =
                Client.to("tcp://127.0.0.1:" + port)
                        .codec(Codec.raw())
                        .model(model)
                        .limits(LIMITS)
                        .reconnect(TIMES)
                        .start()) {
            for (int i = 0; i < count; i++) {
                CompletableFuture<Peer> _ = client.connect(this);
            }
            while (true) {
                all.acquire();
                out.write("all\n".getBytes(UTF_8));
            }
        }
    }

    @Override
    public void onOpen(Peer peer) {
        if (open.incrementAndGet() == count) all.release();
    }

    @Override
    public void onFrame(Peer peer, Frame frame) {
        // the server says nothing that is not asked
    }

    @Override
    public void onClose(Peer peer, CloseReason reason) {
        open.decrementAndGet();
    }
}
