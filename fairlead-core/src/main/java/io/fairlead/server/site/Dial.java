package io.fairlead.server.site;

import io.fairlead.net.ConnectOptions;
import io.fairlead.net.Endpoint;
import io.fairlead.net.NetException;
import io.fairlead.net.socket.ConnectFailure;
import io.fairlead.proxy.layer.HeaderFirst;
import io.fairlead.service.CloseReason;
import io.fairlead.service.Peer;
import io.fairlead.service.Service;
import io.fairlead.session.Layer;
import io.fairlead.session.OpenListener;
import io.fairlead.session.Session;
import io.fairlead.session.Terms;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * A connection that somebody wants to have.
 *
 * @param site whose endpoint is connected to
 * @param options how; their time is for everything, from now on
 * @param service gets the frames
 * @param conversation takes the connection in place of {@code service}; null if that does
 * @param peer is completed when the connection is open, or cannot be made
 * @param deadlineNs when it has taken too long, on the site's clock
 */
public record Dial(
        Site site,
        ConnectOptions options,
        Service service,
        @Nullable DialHandler conversation,
        CompletableFuture<Peer> peer,
        long deadlineNs)
        implements OpenListener {
    /**
     * So many connects are begun in one turn of a loop. Each takes as long as serving some
     * messages: with thousands of them at once, those who are connected would wait.
     */
    public static final int BEGUN_IN_TURN_MAX = 16;

    /** A connection to be made from now on. */
    public static Dial now(Site site, ConnectOptions options, Service service) {
        return now(site, options, service, null);
    }

    /** A connection to be made from now on, for a handler. */
    public static Dial now(Site site, ConnectOptions options, DialHandler conversation) {
        Dial dial = now(site, options, site.terms.service(), conversation);
        CompletableFuture<Peer> _ =
                dial.peer.whenComplete((_, failure) -> {
                    if (failure != null) conversation.begun().completeExceptionally(failure);
                });
        return dial;
    }

    private static Dial now(
            Site site,
            ConnectOptions options,
            Service service,
            @Nullable DialHandler conversation) {
        long nowNs = site.terms.clockNs().getAsLong();
        long deadlineNs = nowNs + TimeUnit.NANOSECONDS.convert(options.timeout());
        CompletableFuture<Peer> peer = new CompletableFuture<>();
        return new Dial(site, options, service, conversation, peer, deadlineNs);
    }

    /** The same, from or to a name that has been looked up. */
    public Dial with(ConnectOptions otherOptions) {
        return new Dial(site, otherOptions, service, conversation, peer, deadlineNs);
    }

    // ---- where a layer opens the session ----

    @Override
    public void opened(Session session) {
        boolean wanted = peer.complete(session.peer());
        if (!wanted) session.abort(CloseReason.CUT);
    }

    @Override
    public void ended(Session session) {
        notOpened(session.closeReason(), session.failure());
    }

    /** A conversation is over, if it has begun. */
    public void ended(DialHandler handled, CloseReason reason, @Nullable Throwable failure) {
        if (handled.begun().isDone()) {
            handled.onEnd().accept(reason);
        } else {
            notOpened(reason, failure);
        }
    }

    /** There was a connection, but what was to come before the session did not. */
    private void notOpened(CloseReason reason, @Nullable Throwable failure) {
        if (reason == CloseReason.HANDSHAKE_TIMEOUT) {
            failed(new SocketTimeoutException());
        } else if (failure instanceof Exception known) {
            failed(known);
        } else if (layer().encrypts()) {
            failed(new SSLException(reason.words() + " in the TLS handshake"));
        } else {
            failed(new IOException(reason.words()));
        }
    }

    /** Terms of the connection's session, on a clock that runs as the site's does. */
    public Terms terms(Terms of) {
        return of.with(of.codec(), service).over(layer().telling(this));
    }

    /** What stands between the session and its socket. */
    public Layer layer() {
        return HeaderFirst.over(site.terms.layer(), options.proxyHeader());
    }

    /** Whom to connect to. */
    public Endpoint remote() {
        return site.endpoint;
    }

    /** What a failure means, in a sentence for people. */
    public NetException explained(Exception error) {
        return ConnectFailure.of(remote(), options, error);
    }

    public NetException timedOut() {
        return explained(new SocketTimeoutException());
    }

    /** No connection can be made. */
    public void failed(Exception error) {
        peer.completeExceptionally(explained(error));
    }

    /** The client shuts down, or its loop has ended. */
    public void closed() {
        failed(closedReason());
    }

    public NetException closedReason() {
        return closedReason(remote());
    }

    /** What is told to who dials too late. */
    public static NetException closedReason(Endpoint remote) {
        return new NetException("connect", remote, "ECONNABORTED", "the client is closed", null);
    }
}
