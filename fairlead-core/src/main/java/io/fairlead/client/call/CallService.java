package io.fairlead.client.call;

import io.fairlead.client.Client;
import io.fairlead.frame.Frame;
import io.fairlead.net.text.Durations;
import io.fairlead.service.CloseReason;
import io.fairlead.service.Hold;
import io.fairlead.service.Peer;
import io.fairlead.service.PeerTimer;
import io.fairlead.service.Service;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests and finds the calls that the answers belong to, over one connection after another.
 *
 * <p>Any thread adds a call to the {@link CallBook}. Only the connection's turn sends, so requests
 * go out in the order of the book, and no lock is held while one is sent or a future completes.
 */
final class CallService implements Service {
    private final Client client;
    private final CallBook book;
    private final @Nullable Consumer<Frame> pushes;
    private final Predicate<Frame> isPush;
    private final @Nullable CallLogin login;
    private final Duration loginTimeout;
    private volatile @Nullable CompletableFuture<Peer> connecting;
    private volatile @Nullable Thread turn;
    // Belong to the connection's turn.
    private @Nullable Hold hold; // while the client shuts down
    private @Nullable LoginRun loggingIn; // null once that is done

    CallService(CallsBuilder builder) {
        client = builder.client;
        pushes = builder.pushes;
        isPush = builder.isPush;
        login = builder.login;
        loginTimeout = builder.loginTimeout;
        book = new CallBook(builder, this::due);
    }

    void connect() {
        CompletableFuture<Peer> first = client.connect(this);
        connecting = first;
        CompletableFuture<Peer> _ =
                first.whenComplete((_, failure) -> {
                    if (failure != null) book.notConnected(failure).tell();
                });
    }

    // ---- any thread ----

    PendingCall begin(Frame request, long timeoutNs) {
        Frame kept = request.copy();
        Object key = book.keyOf(kept);
        int wireBytes = client.codec().encodedBytes(kept);
        PendingCall call = new PendingCall(kept, key, wireBytes, client.nanoTime(), timeoutNs);
        CompletableFuture<Frame> _ = call.answer.whenComplete((_, _) -> ended(call));
        CallException refusal = book.add(call);
        if (refusal == null) {
            pumpSoon();
        } else {
            call.answer.completeExceptionally(refusal);
        }
        return call;
    }

    Frame await(Frame request, long timeoutNs) throws CallException, InterruptedException {
        if (Thread.currentThread().equals(turn)) {
            throw new IllegalStateException(
                    "this thread serves the connection, so it cannot wait for an answer; use"
                            + " submit");
        }
        PendingCall call = begin(request, timeoutNs);
        while (true) {
            try {
                return call.answer.get(timeoutNs, TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                book.timeOut(call).tell(); // here, too: the connection's thread may be busy
            } catch (InterruptedException e) {
                call.answer.cancel(true);
                throw e;
            } catch (ExecutionException e) {
                if (e.getCause() instanceof CallException failure) {
                    throw new CallException(failure);
                }
                throw new IllegalStateException(e.getCause());
            }
        }
    }

    /** Whatever the future was completed by: if the answer is still to come, it is not wanted. */
    private void ended(PendingCall call) {
        if (!call.isLive() || !book.givenUp(call)) return;
        Peer peer = book.peer();
        if (peer != null) peer.execute(() -> pump(peer));
    }

    private void pumpSoon() {
        Peer peer = book.takePump();
        if (peer != null) peer.execute(() -> pump(peer));
    }

    int underWay() {
        return book.size();
    }

    void close() {
        Peer peer = book.peer();
        book.closed().tell();
        CompletableFuture<Peer> first = connecting;
        if (first != null) first.cancel(true);
        if (peer != null) peer.close("the calls were closed");
    }

    /** A deadline has come. */
    private void due() {
        Peer peer = book.peer();
        if (peer == null || !peer.execute(() -> sweep(peer))) sweep(null);
    }

    // ---- the connection's turn ----

    @Override
    public void onOpen(Peer peer) {
        turn = Thread.currentThread();
        if (!book.opened(peer, login == null)) {
            peer.close("the calls were closed");
        } else if (login == null) {
            pump(peer);
        } else {
            logIn(peer, login);
        }
    }

    private void logIn(Peer peer, CallLogin step) {
        LoginRun run = new LoginRun(peer);
        loggingIn = run;
        PeerTimer timer =
                peer.after(
                        loginTimeout,
                        () -> {
                            throw failed("not done within " + Durations.text(loginTimeout), null);
                        });
        CompletableFuture<?> done;
        try {
            done = step.begin(run);
        } catch (Exception e) {
            done = CompletableFuture.failedFuture(e);
        }
        CompletableFuture<?> _ =
                done.whenComplete((_, failure) -> {
                    timer.cancel();
                    peer.execute(() -> loggedIn(peer, run, failure));
                });
    }

    private IllegalStateException failed(String why, @Nullable Throwable cause) {
        IllegalStateException failure = book.fault("the login failed: " + why);
        failure.initCause(cause);
        return failure;
    }

    private void loggedIn(Peer peer, LoginRun run, @Nullable Throwable failure) {
        if (failure != null) {
            boolean wrapped = failure instanceof CompletionException;
            Throwable cause =
                    Objects.requireNonNullElse(wrapped ? failure.getCause() : null, failure);
            throw failed(String.valueOf(cause.getMessage()), cause);
        }
        loggingIn = null;
        book.writable();
        for (Frame frame : run.end()) onFrame(peer, frame);
        pump(peer);
    }

    @Override
    public void onFrame(Peer peer, Frame frame) {
        if (isPush.test(frame)) {
            book.heard();
            push(frame);
            return;
        }
        LoginRun run = loggingIn;
        if (run != null) {
            if (run.arrived(frame)) return;
            throw failed("more than " + LoginRun.EARLY_MAX + " frames that it does not read", null);
        }
        PendingCall call = book.answered(frame);
        if (call == null) {
            push(frame);
        } else {
            call.answer.complete(frame.copy()); // does nothing for a call that was given up
        }
        if (book.canSend()) pump(peer);
        releaseIfIdle();
    }

    private void push(Frame frame) {
        if (pushes == null) {
            throw book.fault(
                    "a frame of "
                            + frame.size()
                            + " bytes came that no call has asked for; if the server sends such"
                            + " frames, CallsBuilder.pushes takes them");
        }
        pushes.accept(frame);
    }

    @Override
    public void onWritable(Peer peer) {
        if (loggingIn != null) return;
        book.writable();
        pump(peer);
    }

    @Override
    public void onDrain(Peer peer) {
        if (book.drain()) hold = peer.hold();
    }

    @Override
    public boolean onIdle(Peer peer) {
        return true; // a call has a deadline of its own
    }

    @Override
    public void onClose(Peer peer, CloseReason reason) {
        turn = null;
        hold = null;
        if (loggingIn != null) loggingIn.end();
        loggingIn = null;
        book.ended(peer, reason, client.reconnectsAfter(reason)).tell();
    }

    private void pump(Peer peer) {
        for (PendingCall call; (call = book.nextToSend(peer)) != null; ) {
            if (!peer.send(call.request).isQueued()) book.notQueued(call);
        }
        book.clashes().tell();
        releaseIfIdle();
    }

    private void sweep(@Nullable Peer peer) {
        book.expire().tell();
        if (peer == null) return;
        String stuck = book.stuckReason();
        if (stuck != null) throw book.fault(stuck);
        if (book.canSend()) pump(peer);
        releaseIfIdle();
    }

    /** Lets a client that shuts down go on, once no call is under way. */
    private void releaseIfIdle() {
        if (hold == null || book.hasLive()) return;
        hold.release();
        hold = null;
    }
}
