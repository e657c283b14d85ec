package io.fairlead.testkit.planted;

import io.fairlead.client.Client;
import io.fairlead.frame.Frame;
import io.fairlead.service.CloseReason;
import io.fairlead.service.Peer;
import io.fairlead.service.PeerTimer;
import io.fairlead.service.Service;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;

/** Sends readings and connects again; takes each out when it is sent, and not when it is known. */
final class QueueingSender implements Service {
    private static final Duration AGAIN = Duration.ofSeconds(1);

    private final Client client;
    private final Queue<String> readings = new ArrayDeque<>();
    private boolean stopped;

    QueueingSender(Client client) {
        this.client = client;
    }

    void add(String reading) {
        readings.add(reading);
    }

    void connect() {
        if (stopped) return;
        CompletableFuture<Peer> _ =
                client.connect(this)
                        .whenComplete((_, failure) -> {
                            if (failure != null) later();
                        });
    }

    void stop() {
        stopped = true;
    }

    private void later() {
        if (stopped) return;
        PeerTimer _ = client.after(AGAIN, this::connect);
    }

    @Override
    public void onOpen(Peer peer) {
        while (!readings.isEmpty()) peer.send(readings.remove());
    }

    @Override
    public void onFrame(Peer peer, Frame frame) {
        if (readings.isEmpty()) peer.close("all are known");
    }

    @Override
    public void onClose(Peer peer, CloseReason reason) {
        if (reason != CloseReason.SERVICE_CLOSED) later();
    }
}
