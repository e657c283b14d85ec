package io.fairlead.services.relay;

import io.fairlead.frame.Frame;
import io.fairlead.net.Endpoint;
import io.fairlead.net.NetException;
import io.fairlead.service.CloseReason;
import io.fairlead.service.Peer;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The two ends of a relayed connection, from the client's arrival to the last end. Belongs to the
 * loop that serves both.
 */
final class Joint {
    private static final long SEEDS_APART = 0x9E37_79B9_7F4A_7C15L; // an odd number, well mixed

    private final RelayTerms terms;
    private final Peer client;
    private final long beganNs = System.nanoTime();
    private final Set<RelayTarget> tried = new HashSet<>();
    private final SplittableRandom random;
    private final Fate fate;
    private final Flow toTarget;
    private @Nullable Flow toClient;
    private @Nullable Peer target;
    private @Nullable RelayTarget chosen;
    private @Nullable CompletableFuture<Peer> dialing;
    private @Nullable CloseReason clientReason;
    private @Nullable CloseReason targetReason;
    private @Nullable String detail;
    private final DrainHold drain;

    Joint(RelayTerms terms, Peer client) {
        this.terms = terms;
        this.client = client;
        random = new SplittableRandom(terms.faults().seed() * SEEDS_APART + client.id());
        fate = new Fate(terms.faults(), this::endOnRequest);
        toTarget = new Flow(client, terms.queuedBytesMax(), fate);
        drain = new DrainHold(client, terms.quiet(), this::bytes);
    }

    private long bytes() {
        return toTarget.bytes() + (toClient == null ? 0 : toClient.bytes());
    }

    // ---- the target ----

    /** Begins, unless the connection is one of those to be refused. */
    void begin() {
        if (random.nextDouble() >= terms.faults().refuse()) {
            connect();
            return;
        }
        detail = "refused on request";
        client.abort(detail);
    }

    /** Connects to the next target that has not been tried. */
    private void connect() {
        RelayTarget next = terms.targets().next(tried, System.nanoTime());
        if (next == null) {
            detail = "no target took the connection";
            client.abort(detail);
            return;
        }
        tried.add(next);
        chosen = next;
        next.open.incrementAndGet();
        CompletableFuture<Peer> dial = next.client.connect(new TargetEnd(this));
        dialing = dial;
        var _ =
                dial.whenComplete((_, failure) -> {
                    if (failure == null) return;
                    next.open.decrementAndGet();
                    if (dial.isCancelled()) return;
                    failed(next, failure);
                });
    }

    /** On whatever thread found out. */
    private void failed(RelayTarget failed, Throwable failure) {
        Endpoint endpoint = failed.client.endpoint();
        NetException error =
                failure instanceof NetException known
                        ? known
                        : NetException.of("connect", endpoint, new Exception(failure));
        failed.failed(System.nanoTime(), terms.retryAfter());
        terms.observer().onTargetFailed(endpoint, error, terms.retryAfter());
        boolean _ = client.execute(this::connect);
    }

    /** The target has taken the connection. */
    void joined(Peer peer) {
        if (chosen != null) chosen.connected();
        target = peer;
        if (clientReason != null) { // it has gone in the meantime
            passOn(clientReason, peer);
            return;
        }
        fate.begin(client);
        toClient = new Flow(peer, terms.queuedBytesMax(), fate);
        toClient.open(client, terms.faults(), random.split());
        toTarget.open(peer, terms.faults(), random.split());
        terms.observer().onJoined(report());
    }

    // ---- what the ends say ----

    void fromClient(Frame frame) {
        if (!toTarget.pass(frame)) overflow();
    }

    void fromTarget(Frame frame) {
        if (toClient != null && !toClient.pass(frame)) overflow();
    }

    private void endOnRequest(boolean reset, String words) {
        detail = words;
        if (reset) {
            client.abort(words);
            if (target != null) target.abort(words);
        } else {
            client.close(words);
            if (target != null) target.close(words);
        }
    }

    private void overflow() {
        detail = "more arrived during the shutdown than fits into memory";
        client.abort(detail);
    }

    void clientSendsNoMore() {
        drain.inputEnded();
        toTarget.end();
    }

    void targetSendsNoMore() {
        if (toClient != null) toClient.end();
    }

    void clientWritable() {
        if (toClient != null) toClient.go();
    }

    void targetWritable() {
        toTarget.go();
    }

    void drain() {
        drain.begin();
    }

    // ---- how it ends ----

    void clientEnded(CloseReason reason) {
        clientReason = reason;
        if (target == null) {
            if (dialing != null) dialing.cancel(false);
            terms.observer().onEnded(report());
        } else if (targetReason == null) {
            end(reason, target);
        } else {
            terms.observer().onEnded(report());
        }
    }

    void targetEnded(CloseReason reason) {
        targetReason = reason;
        if (chosen != null) chosen.open.decrementAndGet();
        if (clientReason == null) {
            end(reason, client);
        } else {
            terms.observer().onEnded(report());
        }
    }

    private void end(CloseReason reason, Peer other) {
        boolean bothEnded = toTarget.isEnded() && toClient != null && toClient.isEnded();
        // What is left for the other end still goes there, and then it closes by itself.
        if (reason == CloseReason.PEER_CLOSED && bothEnded) return;
        passOn(reason, other);
    }

    /** An orderly end is an orderly end on the other side, and a reset is a reset. */
    private static void passOn(CloseReason reason, Peer other) {
        String words = "the other end: " + reason.words();
        switch (reason) {
            case PEER_CLOSED,
                    SERVICE_CLOSED,
                    IDLE,
                    FIRST_BYTE_TIMEOUT,
                    TOO_SLOW,
                    HALF_CLOSED_TIMEOUT,
                    LIFETIME,
                    DRAINED ->
                    other.close(words);
            default -> other.abort(words);
        }
    }

    private RelayReport report() {
        return new RelayReport(
                client.id(),
                client.remoteAddress(),
                target == null || chosen == null ? null : chosen.client.endpoint(),
                toTarget.bytes(),
                toClient == null ? 0 : toClient.bytes(),
                Duration.ofNanos(System.nanoTime() - beganNs),
                clientReason,
                targetReason,
                detail);
    }
}
