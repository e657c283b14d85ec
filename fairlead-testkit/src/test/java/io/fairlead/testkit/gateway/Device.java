package io.fairlead.testkit.gateway;

import io.fairlead.frame.Frame;
import io.fairlead.service.CloseReason;
import io.fairlead.service.Peer;
import io.fairlead.service.Service;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Keeps its readings until the gateway has them; its client connects again after each end. */
final class Device implements Service {
    private final String name;
    final List<String> readings = new ArrayList<>();
    private @Nullable Peer gateway; // once it has said welcome
    private int next; // to be sent

    Device(String name) {
        this.name = name;
    }

    void measure(String value) {
        readings.add(value);
        go();
    }

    private void go() {
        while (gateway != null && next < readings.size()) {
            String reading = "reading " + next + " " + readings.get(next);
            if (!gateway.send(reading).isQueued()) return; // onWritable goes on
            next++;
        }
    }

    @Override
    public void onOpen(Peer peer) {
        peer.send("login " + name);
    }

    @Override
    public void onFrame(Peer peer, Frame frame) {
        String[] words = frame.text().split(" ", -1);
        switch (words[0]) {
            case "welcome" -> {
                gateway = peer;
                next = Integer.parseInt(words[1]);
                go();
            }
            case "ping" -> peer.send("pong");
            default -> {} // kept
        }
    }

    @Override
    public void onWritable(Peer peer) {
        go();
    }

    @Override
    public void onClose(Peer peer, CloseReason reason) {
        gateway = null;
    }
}
