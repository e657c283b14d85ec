package io.fairlead.services.relay;

import io.fairlead.client.DatagramClient;
import io.fairlead.frame.Frame;
import io.fairlead.net.NetException;
import io.fairlead.service.CloseReason;
import io.fairlead.service.Peer;
import io.fairlead.service.SendResult;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.StringJoiner;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The datagrams of one source: they go to one target, from a socket of the flow's own, and what
 * comes back to that socket goes to the source. A thread of the flow's own waits for that. What has
 * no other word here belongs to the source's turn.
 */
final class DatagramFlow {
    private static final int PAYLOAD_BYTES_MAX = 65_507; // over IPv4, less the headers
    private static final int WAITING_MAX = 64;
    private static final int REPLIES_MAX = 1024;
    private static final String TOO_LONG = "EMSGSIZE"; // errno(3)
    private static final String REFUSED = "ECONNREFUSED";

    private final RelayTerms terms;
    private final DatagramTerms datagrams;
    private final Peer client;
    private final long beganNs = System.nanoTime();
    private final RelayTarget target;
    private final Mischief toTarget;
    private final Mischief toClient;
    private final Runnable faultsChanged = this::faultsChanged;
    private final StringJoiner notes = new StringJoiner(", ");

    /** What came before the target's address was known. */
    private final ArrayDeque<Frame> waiting = new ArrayDeque<>();

    private final AtomicInteger replies = new AtomicInteger(); // that wait for their turn
    private final AtomicLong bytesToClient = new AtomicLong();
    private final AtomicLong tooLong = new AtomicLong();
    private final AtomicLong lost = new AtomicLong();
    private volatile boolean plain = true; // nothing misbehaves
    private @Nullable DatagramClient socket;
    private @Nullable CloseReason reason;
    private Faults taken = Faults.NONE;
    private long bytesToTarget;

    DatagramFlow(RelayTerms terms, DatagramTerms datagrams, Peer client) {
        this.terms = terms;
        this.datagrams = datagrams;
        this.client = client;
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
        if (target.endpoint().hasHostName()) { // looking it up takes a while
            inThread(this::lookUp);
            return;
        }
        try {
            DatagramClient own = open();
            opened(own);
            inThread(() -> serve(own));
        } catch (NetException e) {
            failed(e);
        }
    }

    private void inThread(Runnable task) {
        try {
            datagrams.threads().execute(task);
        } catch (RejectedExecutionException _) {
            client.close("the relay has ended");
        }
    }

    private DatagramClient open() throws NetException {
        DatagramClient own = DatagramClient.open(target.endpoint(), datagrams.options());
        var _ = client.whenClosed(() -> close(own)); // at once if it has ended
        return own;
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

    /** A socket that blocks waits for no receiver, only for the network's own queue. */
    private void send(Frame datagram) {
        DatagramClient to = socket;
        if (to == null) {
            if (waiting.size() < WAITING_MAX) {
                waiting.add(datagram.copy());
            } else {
                lost.incrementAndGet();
            }
            return;
        }
        try {
            to.send(datagram.buffer());
        } catch (NetException e) {
            notSent(e);
        }
    }

    private void notSent(NetException error) {
        switch (error.errno()) {
            case TOO_LONG -> tooLong.incrementAndGet();
            case REFUSED -> failed(error);
            default -> lost.incrementAndGet();
        }
    }

    // ---- to the client, in the thread of the flow's own ----

    private void lookUp() {
        try {
            DatagramClient own = open();
            if (client.execute(() -> opened(own))) serve(own);
        } catch (NetException e) {
            boolean _ = client.execute(() -> failed(e));
        }
    }

    private void serve(DatagramClient socket) {
        try (socket) {
            while (true) received(socket.receive());
        } catch (IOException e) {
            boolean _ = client.execute(() -> failed(e));
        }
    }

    private static void close(DatagramClient socket) {
        try {
            socket.close();
        } catch (IOException _) {
            // it is closed all the same
        }
    }

    private void received(ByteBuffer reply) {
        Frame datagram = Frame.of(reply);
        bytesToClient.addAndGet(datagram.size());
        if (plain) {
            answer(datagram);
        } else if (replies.incrementAndGet() > REPLIES_MAX) {
            replies.decrementAndGet();
            lost.incrementAndGet();
        } else {
            Frame copy = datagram.copy();
            client.execute(() -> {
                replies.decrementAndGet();
                toClient.pass(copy);
            });
        }
    }

    private void answer(Frame datagram) {
        if (datagram.size() > PAYLOAD_BYTES_MAX) {
            tooLong.incrementAndGet();
        } else if (client.send(datagram) == SendResult.FULL) {
            lost.incrementAndGet();
        }
    }

    // ---- on the source's turn ----

    private void opened(DatagramClient own) {
        socket = own;
        target.connected();
        while (!waiting.isEmpty()) send(waiting.removeFirst());
    }

    /** The source's next datagram opens another flow, to a target that is not known to fail. */
    private void failed(IOException failure) {
        if (reason != null) return;
        NetException error =
                failure instanceof NetException known
                        ? known
                        : NetException.of("read", target.endpoint(), failure);
        if (target.failed(System.nanoTime(), terms.retryAfter())) {
            terms.observer().onTargetFailed(target.endpoint(), error, terms.retryAfter());
        }
        client.close("the target: " + error.errno());
    }

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

    void end(CloseReason why) {
        reason = why;
        terms.faults().remove(faultsChanged);
        target.open.decrementAndGet();
        toTarget.describe(notes);
        toClient.describe(notes);
        Mischief.add(notes, tooLong.get(), "too long for the other side");
        long left = (long) waiting.size() + toTarget.held() + toClient.held();
        Mischief.add(notes, lost.get() + left, "lost");
        terms.observer().onEnded(report());
    }

    private RelayReport report() {
        return new RelayReport(
                client.id(),
                client.remoteAddress(),
                target.endpoint(),
                bytesToTarget,
                bytesToClient.get(),
                Duration.ofNanos(System.nanoTime() - beganNs),
                reason,
                null,
                notes.length() == 0 ? null : notes.toString());
    }
}
