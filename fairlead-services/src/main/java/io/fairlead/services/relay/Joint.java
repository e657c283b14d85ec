package io.fairlead.services.relay;

import io.fairlead.frame.Frame;
import io.fairlead.service.CloseReason;
import io.fairlead.service.Peer;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * The two ends of a relayed connection, from the client's arrival to the last end. Belongs to the
 * loop that serves both.
 */
final class Joint implements Fate.Events {
    private final RelayTerms terms;
    private final Peer client;
    private final long beganNs;
    private final Dialing dialing;
    private final SplittableRandom random;
    private final Fate fate;
    private Faults taken = Faults.NONE;
    private final Flow toTarget;
    private @Nullable Flow toClient;
    private @Nullable Peer target;
    private @Nullable CloseReason clientReason;
    private @Nullable CloseReason targetReason;
    private final StringJoiner detail = new StringJoiner(", ");
    private final Runnable faultsChanged = this::faultsChanged;
    private final DrainHold drain;

    Joint(RelayTerms terms, Peer client) {
        this.terms = terms;
        this.client = client;
        beganNs = client.nanoTime();
        random = terms.random(client);
        fate = new Fate(client, this);
        dialing = new Dialing(terms, client, this);
        toTarget = flow(client, true);
        drain = new DrainHold(client, terms.quiet(), this::bytes);
    }

    private Flow flow(Peer from, boolean isToTarget) {
        return new Flow(from, isToTarget, terms.queuedBytesMax(), fate, random.split());
    }

    private long bytes() {
        return toTarget.bytes() + (toClient == null ? 0 : toClient.bytes());
    }

    // ---- the target ----

    /** Begins, unless the connection is one of those to be refused. */
    void begin() {
        if (random.nextDouble() < terms.faults().now().shares().refuse()) {
            abort("refused on request");
        } else {
            dialing.begin();
        }
    }

    /** What the client had to say before its target could be chosen. */
    void asked(byte[] received, String whom) {
        toTarget.first(received);
        detail.add(whom);
    }

    /** Resets the client. */
    void abort(String words) {
        detail.add(words);
        client.abort(words);
    }

    /** The target has taken the connection. */
    void joined(Peer peer) {
        dialing.succeeded();
        target = peer;
        if (clientReason != null) { // it has gone in the meantime
            passOn(clientReason, peer);
            return;
        }
        toClient = flow(peer, false);
        terms.faults().add(faultsChanged);
        Faults faults = terms.faults().now();
        taken = faults;
        fate.begin(faults);
        toClient.open(client, faults);
        toTarget.open(peer, faults);
        terms.observer().onJoined(report());
    }

    /** On whatever thread changed them. */
    private void faultsChanged() {
        toTarget.allowNoPipe();
        Flow back = toClient;
        if (back != null) back.allowNoPipe();
        boolean _ =
                client.execute(() -> {
                    takeFaults();
                    toTarget.allowPipe(taken);
                    if (back != null) back.allowPipe(taken);
                });
    }

    private void takeFaults() {
        Faults faults = terms.faults().now();
        if (faults.equals(taken)) return;
        taken = faults;
        fate.begin(faults);
        toTarget.change(faults);
        if (toClient != null) toClient.change(faults);
    }

    // ---- what the ends say ----

    void fromClient(Frame frame) {
        if (dialing.isAsking()) {
            dialing.ask(frame);
            return;
        }
        if (toClient != null) takeFaults();
        if (!toTarget.pass(frame)) overflow();
    }

    void fromTarget(Frame frame) {
        takeFaults();
        if (toClient != null && !toClient.pass(frame)) overflow();
    }

    void pipedFromClient(int bytes) {
        toTarget.piped(bytes);
    }

    void pipedFromTarget(int bytes) {
        if (toClient != null) toClient.piped(bytes);
    }

    private void overflow() {
        abort("more arrived during the shutdown than fits into memory");
    }

    void clientSendsNoMore() {
        drain.inputEnded();
        if (dialing.isAsking()) abort("the client ended before it said whom it asks for");
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

    // ---- on request ----

    @Override
    public void stalled(String words) {
        note(words);
    }

    @Override
    public void halfClosed(String words) {
        note(words);
        toTarget.deliverEnd();
    }

    private void note(String words) {
        detail.add(words);
        terms.observer().onMisbehaved(report(), words);
    }

    @Override
    public void ended(boolean reset, String words) {
        detail.add(words);
        end(client, reset, words);
        if (target != null) end(target, reset, words);
    }

    private static void end(Peer peer, boolean reset, String words) {
        if (reset) {
            peer.abort(words);
        } else {
            peer.close(words);
        }
    }

    // ---- how it ends ----

    void clientEnded(CloseReason reason) {
        clientReason = reason;
        if (target == null) {
            dialing.cancel();
            over();
        } else if (targetReason == null) {
            end(reason, target);
        } else {
            over();
        }
    }

    void targetEnded(CloseReason reason) {
        targetReason = reason;
        dialing.ended();
        if (clientReason == null) {
            end(reason, client);
        } else {
            over();
        }
    }

    private void over() {
        terms.faults().remove(faultsChanged);
        long corrupted = toTarget.corrupted() + (toClient == null ? 0 : toClient.corrupted());
        if (corrupted > 0) detail.add("corrupted on request: " + corrupted + " bytes");
        terms.observer().onEnded(report());
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
                target == null ? null : dialing.endpoint(),
                toTarget.bytes(),
                toClient == null ? 0 : toClient.bytes(),
                Duration.ofNanos(client.nanoTime() - beganNs),
                clientReason,
                targetReason,
                detail.length() == 0 ? null : detail.toString());
    }
}
