package io.fairlead.client;

import io.fairlead.net.ConnectOptions;
import io.fairlead.net.NetException;
import io.fairlead.server.report.ConnectFailureReport;
import io.fairlead.server.site.Dial;
import io.fairlead.server.site.DialHandler;
import io.fairlead.server.site.DialingEngine;
import io.fairlead.server.site.Site;
import io.fairlead.service.CloseReason;
import io.fairlead.service.Connection;
import io.fairlead.service.ForwardingService;
import io.fairlead.service.Handler;
import io.fairlead.service.Peer;
import io.fairlead.service.Service;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

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

    CompletableFuture<Peer> connect(Service service, ConnectOptions ownOptions) {
        Attempts<Peer> attempts = new Attempts<>();
        Told told = new Told(service, attempts);
        attempts.begin(then -> {
            Dial dial = Dial.now(engine.site(), ownOptions, told);
            CompletableFuture<Peer> _ = dial.peer().whenComplete(then);
            return dial;
        });
        return attempts.first;
    }

    CompletableFuture<Connection> connect(Handler handler) {
        Attempts<Connection> attempts = new Attempts<>();
        Handler told =
                connection -> {
                    if (attempts.opened()) handler.handle(connection);
                };
        attempts.begin(then -> {
            CompletableFuture<Connection> begun = new CompletableFuture<>();
            CompletableFuture<Connection> _ = begun.whenComplete(then);
            return Dial.now(engine.site(), options, new DialHandler(told, begun, attempts::ended));
        });
        return attempts.first;
    }

    /** Connects no more. */
    void end() {
        over = true;
    }

    /** Makes the next dial, of which {@code then} hears. */
    @FunctionalInterface
    private interface Dialling<T> {
        Dial dial(BiConsumer<@Nullable T, @Nullable Throwable> then);
    }

    /**
     * One connection, as often as it is made.
     *
     * @param <T> who has it
     */
    private final class Attempts<T> {
        final CompletableFuture<T> first = new CompletableFuture<>();
        private @Nullable Dialling<T> dialling;
        // Belong to whichever thread has the attempt: one follows the other.
        private int failures;
        private int failedDials; // in a row
        private long openedNs;

        private long nowNs() {
            return engine.site().terms.clockNs().getAsLong();
        }

        void begin(Dialling<T> how) {
            dialling = how;
            dial();
        }

        private void dial() {
            if (isOver()) {
                first.completeExceptionally(Dial.closedReason(engine.site().endpoint));
            } else {
                engine.dial(Objects.requireNonNull(dialling).dial(this::dialled));
            }
        }

        private boolean isOver() {
            return over || first.isCancelled();
        }

        private void dialled(@Nullable T made, @Nullable Throwable failure) {
            if (made != null) {
                if (!first.complete(made) && first.isCancelled()) close(made);
            } else if (failure != null && isOver()) {
                first.completeExceptionally(failure);
            } else {
                long waitNs = again();
                if (failure instanceof NetException error) tell(error, waitNs);
            }
        }

        private void tell(NetException error, long waitNs) {
            Site site = engine.site();
            failedDials++;
            Duration wait = Duration.ofNanos(waitNs);
            site.observer()
                    .onConnectFailed(
                            new ConnectFailureReport(site.endpoint, failedDials, error, wait));
        }

        private void close(T made) {
            switch (made) {
                case Peer peer -> peer.close();
                case Connection connection -> connection.close();
                default -> throw new IllegalStateException(made.toString());
            }
        }

        /** There is a connection; false if nobody wants it any more. */
        boolean opened() {
            openedNs = nowNs();
            failedDials = 0;
            return !first.isCancelled();
        }

        /** A connection that was made has ended. */
        void ended(CloseReason reason) {
            boolean lived = nowNs() - openedNs > times.max().toNanos();
            if (lived) failures = 0;
            if (isWanted(reason)) return;
            long _ = again();
        }

        /** Dials again, after the wait in nanoseconds that this returns. */
        private long again() {
            long boundNs = times.boundNs(failures++);
            long waitNs = engine.host().random().nextLong(boundNs + 1);
            Future<?> _ = engine.host().after(waitNs, this::dial);
            return waitNs;
        }
    }

    /** A service that has the attempts hear of each end. */
    private static final class Told extends ForwardingService {
        private static final long serialVersionUID = 1;
        private final transient Attempts<Peer> attempts;

        Told(Service service, Attempts<Peer> attempts) {
            super(service);
            this.attempts = attempts;
        }

        @Override
        public void onOpen(Peer peer) throws Exception {
            boolean _ = attempts.opened(); // if not, it is closed as soon as this returns
            super.onOpen(peer);
        }

        @Override
        public void onClose(Peer peer, CloseReason reason) throws Exception {
            try {
                super.onClose(peer, reason);
            } finally {
                attempts.ended(reason);
            }
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
