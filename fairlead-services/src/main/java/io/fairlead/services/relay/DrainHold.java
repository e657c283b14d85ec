package io.fairlead.services.relay;

import io.fairlead.service.Hold;
import io.fairlead.service.Peer;
import io.fairlead.service.PeerTimer;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a connection through the shutdown of its relay for as long as bytes move. A relay does not
 * know where an answer ends, so silence has to do.
 */
final class DrainHold {
    private final Peer client;
    private final Duration quiet;
    private final LongSupplier bytes;
    private @Nullable Hold hold;
    private long lastBytes;

    /**
     * @param quiet after this long without a byte the connection may end
     * @param bytes counts what has moved, both ways
     */
    DrainHold(Peer client, Duration quiet, LongSupplier bytes) {
        this.client = client;
        this.quiet = quiet;
        this.bytes = bytes;
    }

    /** The shutdown has begun. */
    void begin() {
        take();
    }

    private void take() {
        hold = client.hold();
        lastBytes = bytes.getAsLong();
        PeerTimer _ = client.after(quiet, this::look);
    }

    private void look() {
        if (hold == null) return;
        if (bytes.getAsLong() == lastBytes) {
            hold.release();
            hold = null;
            return;
        }
        lastBytes = bytes.getAsLong();
        PeerTimer _ = client.after(quiet, this::look);
    }

    /** The client's half-close had waited for the hold: what is answered to it may take as long. */
    void inputEnded() {
        if (client.isDraining() && hold == null) take();
    }
}
