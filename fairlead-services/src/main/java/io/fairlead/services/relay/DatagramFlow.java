package io.fairlead.services.relay;

import io.fairlead.frame.Frame;
import io.fairlead.net.NetException;
import io.fairlead.service.CloseReason;
import io.fairlead.service.Peer;
import io.fairlead.service.SendResult;
import java.net.PortUnreachableException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * The datagrams of one source: they go to one target, from a socket of the flow's own, and what
 * comes back to that socket goes to the source. Belongs to the loop that serves both.
 */
final class DatagramFlow {
    private static final int PAYLOAD_BYTES_MAX = 65_507; // over IPv4, less the headers
    private static final int WAITING_MAX = 64;

    private final RelayTerms terms;
    private final Peer client;
    private final long beganNs;
    private final RelayTarget target;
    private final Mischief toTarget;
    private final Mischief toClient;
    private final Runnable faultsChanged = this::faultsChanged;
    private final StringJoiner notes = new StringJoiner(", ");

    /** What came before the target's address was known. */
    private final ArrayDeque<Frame> waiting = new ArrayDeque<>();

    private boolean plain = true; // nothing misbehaves
    private @Nullable Peer to;
    private @Nullable CloseReason reason;
    private Faults taken = Faults.NONE;
    private long bytesToTarget;
    private long bytesToClient;
    private long tooLong;
    private long lost;

    DatagramFlow(RelayTerms terms, Peer client) {
        this.terms = terms;
        this.client = client;
        beganNs = client.nanoTime();
        target = Objects.requireNonNull(terms.targets().next(Set.of(), beganNs));
        SplittableRandom random = terms.random(client);
        toTarget = new Mischief(client, true, random.split(), this::send);
        toClient = new Mischief(client, false, random.split(), this::answer);
    }

    void begin() {
        target.open.incrementAndGet();
        terms.faults().add(faultsChanged);
        takeFaults();
        terms.observer().onJoined(report());
        var _ = target.connect(new FlowReplies(this)).whenComplete(this::connected);
    }

    private void connected(@Nullable Peer peer, @Nullable Throwable failure) {
        if (peer == null) {
            failed((NetException) Objects.requireNonNull(failure));
        } else if (reason != null) {
            peer.close(); // the source was faster
        } else {
            to = peer;
            target.connected();
            while (!waiting.isEmpty()) send(waiting.removeFirst());
        }
    }

    // ---- to the target ----

    void fromClient(Frame datagram) {
        takeFaults();
        bytesToTarget += datagram.size();
        if (plain) {
            send(datagram);
        } else {
            toTarget.pass(datagram);
        }
    }

    private void send(Frame datagram) {
        if (to != null) {
            pass(datagram, to);
        } else if (waiting.size() < WAITING_MAX) {
            waiting.add(datagram.copy());
        } else {
            lost++;
        }
    }

    private void pass(Frame datagram, Peer receiver) {
        if (datagram.size() > PAYLOAD_BYTES_MAX) {
            tooLong++;
        } else if (receiver.send(datagram) == SendResult.FULL) {
            lost++;
        }
    }

    // ---- to the client ----

    void fromTarget(Frame reply) {
        bytesToClient += reply.size();
        if (plain) {
            answer(reply);
        } else {
            toClient.pass(reply);
        }
    }

    private void answer(Frame datagram) {
        pass(datagram, client);
    }

    // ---- what ends it ----

    /** Nobody has the target's port. */
    void refused() {
        failed(NetException.of("read", target.endpoint(), new PortUnreachableException()));
    }

    /** The source's next datagram opens another flow, to a target that is not known to fail. */
    private void failed(NetException error) {
        if (reason != null) return;
        if (target.failed(client.nanoTime(), terms.retryAfter())) {
            terms.observer().onTargetFailed(target.endpoint(), error, terms.retryAfter());
        }
        client.close("the target: " + error.errno());
    }

    void end(CloseReason why) {
        reason = why;
        if (to != null) to.close();
        terms.faults().remove(faultsChanged);
        target.open.decrementAndGet();
        toTarget.describe(notes);
        toClient.describe(notes);
        Mischief.add(notes, tooLong, "too long for the other side");
        long left = (long) waiting.size() + toTarget.held() + toClient.held();
        Mischief.add(notes, lost + left, "lost");
        terms.observer().onEnded(report());
    }

    // ---- faults ----

    /** On whatever thread changed them. */
    private void faultsChanged() {
        client.execute(this::takeFaults);
    }

    private void takeFaults() {
        Faults faults = terms.faults().now();
        if (faults.equals(taken)) return;
        taken = faults;
        toTarget.change(faults);
        toClient.change(faults);
        if (faults.touchDatagrams()) plain = false; // and stays so: what is held back comes first
    }

    private RelayReport report() {
        return new RelayReport(
                client.id(),
                client.remoteAddress(),
                target.endpoint(),
                bytesToTarget,
                bytesToClient,
                Duration.ofNanos(client.nanoTime() - beganNs),
                reason,
                null,
                notes.length() == 0 ? null : notes.toString());
    }
}
