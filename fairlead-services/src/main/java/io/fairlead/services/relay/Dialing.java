package io.fairlead.services.relay;

import io.fairlead.frame.Frame;
import io.fairlead.net.Endpoint;
import io.fairlead.net.NetException;
import io.fairlead.service.Peer;
import io.fairlead.service.PeerTimer;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Finds the target that takes the connection of one client: one is tried after the other. Belongs
 * to the client's loop.
 */
final class Dialing {
    /** A fatal alert of TLS (RFC 8446 section 6.2, RFC 6066 section 3). */
    private static final byte[] UNRECOGNIZED_NAME = {21, 3, 3, 0, 2, 2, 112};

    private final RelayTerms terms;
    private final Peer client;
    private final Joint joint;
    private final Set<RelayTarget> tried = new HashSet<>();
    private @Nullable ServerNameReader asked;
    private @Nullable RelayTargets among;
    private @Nullable RelayTarget chosen;
    private @Nullable CompletableFuture<Peer> dialing;

    Dialing(RelayTerms terms, Peer client, Joint joint) {
        this.terms = terms;
        this.client = client;
        this.joint = joint;
    }

    void begin() {
        if (!terms.named().readNames()) {
            connect(terms.targets());
            return;
        }
        asked = new ServerNameReader();
        PeerTimer _ =
                client.after(
                        terms.askTimeout(),
                        () -> {
                            if (isAsking())
                                joint.abort("the client was too slow to ask for a name");
                        });
        client.resume();
    }

    // ---- whom the client asks for ----

    /** True until the client has said whom it asks for. */
    boolean isAsking() {
        return asked != null;
    }

    /** Reads on in what the client says. */
    void ask(Frame frame) {
        ServerNameReader reader = Objects.requireNonNull(asked);
        switch (reader.add(frame.bytes())) {
            case MORE -> {}
            case READ -> {
                client.pause();
                asked = null;
                String name = reader.name();
                joint.asked(
                        reader.bytes(), name == null ? "asked for no name" : "asked for " + name);
                route(terms.named().to(name));
            }
            case FOREIGN -> joint.abort("the client did not begin with a TLS handshake");
        }
    }

    private void route(@Nullable RelayTargets targets) {
        if (targets != null) {
            connect(targets);
            return;
        }
        client.send(Frame.of(UNRECOGNIZED_NAME));
        client.close("no target has the name that the client asked for");
    }

    // ---- one target after the other ----

    private void connect(RelayTargets targets) {
        among = targets;
        connect();
    }

    /** Connects to the next target that has not been tried. */
    private void connect() {
        RelayTarget next = Objects.requireNonNull(among).next(tried, client.nanoTime());
        if (next == null) {
            joint.abort("no target took the connection");
            return;
        }
        tried.add(next);
        chosen = next;
        next.open.incrementAndGet();
        CompletableFuture<Peer> dial = next.connect(new TargetEnd(joint), terms.options(client));
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
        Endpoint endpoint = failed.endpoint();
        NetException error =
                failure instanceof NetException known
                        ? known
                        : NetException.of("connect", endpoint, new Exception(failure));
        boolean _ = failed.failed(client.nanoTime(), terms.retryAfter());
        terms.observer().onTargetFailed(endpoint, error, terms.retryAfter());
        boolean _ = client.execute(this::connect);
    }

    /** The one that was tried last has taken it. */
    void succeeded() {
        if (chosen != null) chosen.connected();
    }

    /** Nobody waits for it any more. */
    void cancel() {
        if (dialing != null) dialing.cancel(false);
    }

    /** The connection to the target is over. */
    void ended() {
        if (chosen != null) chosen.open.decrementAndGet();
    }

    /** Whom it is, or would be, connected to; null before the first try. */
    @Nullable Endpoint endpoint() {
        return chosen == null ? null : chosen.endpoint();
    }
}
