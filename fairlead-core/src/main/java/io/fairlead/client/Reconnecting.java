package io.fairlead.client;

import io.fairlead.net.ConnectOptions;
import io.fairlead.server.site.Dial;
import io.fairlead.server.site.DialingEngine;
import io.fairlead.service.CloseReason;
import io.fairlead.service.ForwardingService;
import io.fairlead.service.Peer;
import io.fairlead.service.Service;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;

/** Connects again after each failure and each end. Safe for any thread. */
final class Reconnecting {
    private final DialingEngine engine;
    private final ConnectOptions options;
    private final Reconnect times;
    private volatile boolean over;

    Reconnecting(DialingEngine engine, ConnectOptions options, Reconnect times) {
        this.engine = engine;
        this.options = options;
        this.times = times;
    }

    CompletableFuture<Peer> connect(Service service) {
        Attempts attempts = new Attempts(service);
        attempts.dial();
        return attempts.first;
    }

    /** Connects no more. */
    void end() {
        over = true;
    }

    /** One connection, as often as it is made. */
    private final class Attempts extends ForwardingService {
        private static final long serialVersionUID = 1;

        final transient CompletableFuture<Peer> first = new CompletableFuture<>();
        // Belong to whichever thread has the attempt: one follows the other.
        private int failures;
        private long openedNs;

        Attempts(Service service) {
            super(service);
        }

        private long nowNs() {
            return engine.site().terms.clockNs().getAsLong();
        }

        void dial() {
            if (isOver()) {
                first.completeExceptionally(Dial.closedReason(engine.site().endpoint));
                return;
            }
            Dial dial = Dial.now(engine.site(), options, this);
            CompletableFuture<Peer> _ = dial.peer().whenComplete(this::dialled);
            engine.dial(dial);
        }

        private boolean isOver() {
            return over || first.isCancelled();
        }

        private void dialled(Peer peer, Throwable failure) {
            if (failure == null) {
                boolean unwanted = !first.complete(peer) && first.isCancelled();
                if (unwanted) peer.close();
            } else if (isOver()) {
                first.completeExceptionally(failure);
            } else {
                again();
            }
        }

        @Override
        public void onOpen(Peer peer) throws Exception {
            openedNs = nowNs();
            super.onOpen(peer);
        }

        @Override
        public void onClose(Peer peer, CloseReason reason) throws Exception {
            try {
                super.onClose(peer, reason);
            } finally {
                boolean lived = nowNs() - openedNs > times.max().toNanos();
                if (lived) failures = 0;
                if (!isWanted(reason)) again();
            }
        }

        private void again() {
            long boundNs = times.boundNs(failures++);
            long waitNs = engine.host().random().nextLong(boundNs + 1);
            Future<?> _ = engine.host().after(waitNs, this::dial);
        }
    }

    /** True for an end that the service, or the client, has asked for. */
    static boolean isWanted(CloseReason reason) {
        return switch (reason) {
            case SERVICE_CLOSED, SERVICE_ABORTED, DRAINED, CUT -> true;
            default -> false;
        };
    }
}
