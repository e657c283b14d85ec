package io.fairlead.tls.layer;

import io.fairlead.frame.Frame;
import io.fairlead.service.CloseReason;
import io.fairlead.service.Peer;
import io.fairlead.service.Service;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A service that notes what it is told; one end's is an echo. */
final class LayerNotes implements Service {
    private final boolean echoes;
    final List<byte[]> frames = new ArrayList<>();
    @Nullable Peer peer;
    @Nullable CloseReason reason;
    boolean inputEnded;

    LayerNotes(boolean echoes) {
        this.echoes = echoes;
    }

    @Override
    public void onOpen(Peer opened) {
        peer = opened;
    }

    @Override
    public void onFrame(Peer from, Frame frame) {
        frames.add(frame.bytes());
        if (echoes) from.send(frame);
    }

    @Override
    public void onInputEnd(Peer from) {
        inputEnded = true;
        if (echoes) from.send("last words");
        from.close();
    }

    @Override
    public void onClose(Peer from, CloseReason why) {
        reason = why;
    }

    Peer peer() {
        return Objects.requireNonNull(peer, "no handshake");
    }
}
