package io.fairlead.services.relay;

import io.fairlead.client.Datagrams;
import io.fairlead.frame.Frame;
import io.fairlead.net.NetException;
import io.fairlead.service.CloseReason;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.StringJoiner;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The datagrams of one source of a {@link SocketFront}, which go to one target, and what it
 * answers. The front's thread sends to the target; a thread of the flow's passes answers on.
 */
final class SocketFlow {
    private final SocketFront front;
    private final long id;
    private final SocketAddress source;
    private final boolean isAnswerable;
    private final RelayTarget target;
    private final Datagrams socket;
    private final long beganNs = System.nanoTime();
    private final AtomicReference<@Nullable CloseReason> reason = new AtomicReference<>();
    private final AtomicLong bytesToTarget = new AtomicLong();
    private final AtomicLong bytesToClient = new AtomicLong();
    private final AtomicLong tooLong = new AtomicLong();
    private final AtomicLong lost = new AtomicLong();
    private long heardNs = beganNs; // the front's thread has it

    /**
     * @param socket is connected to the target, and taken over
     */
    SocketFlow(
            SocketFront front,
            long id,
            SocketAddress source,
            RelayTarget target,
            Datagrams socket) {
        this.front = front;
        this.id = id;
        this.source = source;
        this.target = target;
        this.socket = socket;
        isAnswerable = !source.toString().isEmpty();
    }

    void begin() {
        target.open.incrementAndGet();
        front.observer().onJoined(report());
        Thread.ofPlatform()
                .daemon() // ends with its socket
                .name("fairlead relay #" + id)
                .start(this::passAnswers);
    }

    // ---- the front's thread ----

    boolean isOpen() {
        return reason.get() == null;
    }

    long heardNs() {
        return heardNs;
    }

    /** Waits while a Unix-domain target is slow. */
    void toTarget(Frame datagram) {
        heardNs = System.nanoTime();
        bytesToTarget.addAndGet(datagram.size());
        try {
            socket.send(datagram);
        } catch (NetException e) {
            if (isTooLong(e)) return;
            drop(lost);
            failed(e);
        }
    }

    // ---- the flow's thread ----

    private void passAnswers() {
        try {
            while (isOpen()) answer(socket.receive().payload());
        } catch (NetException e) {
            failed(e);
        }
    }

    private void answer(Frame datagram) {
        bytesToClient.addAndGet(datagram.size());
        if (!isAnswerable) {
            drop(lost);
            return;
        }
        try {
            front.bound().send(source, datagram);
            front.bytesSent.addAndGet(datagram.size());
        } catch (NetException e) {
            if (isTooLong(e)) return;
            drop(lost);
            end(front.isOver() ? CloseReason.DRAINED : CloseReason.REFUSED); // the source is gone
        }
    }

    // ---- both ----

    private boolean isTooLong(NetException error) {
        if (!error.errno().equals("EMSGSIZE")) return false;
        drop(tooLong);
        return true;
    }

    private void drop(AtomicLong counter) {
        counter.incrementAndGet();
        front.dropped.incrementAndGet();
    }

    /** The source's next datagram opens another flow, to a target that is not known to fail. */
    private void failed(NetException error) {
        if (!isOpen()) return; // that is why
        front.failed(target, error);
        end(CloseReason.SERVICE_CLOSED);
    }

    void end(CloseReason why) {
        if (!reason.compareAndSet(null, why)) return;
        try {
            socket.close();
        } catch (NetException e) {
            front.observer().onFailed(target.endpoint(), e);
        }
        target.open.decrementAndGet();
        front.ended(this);
        front.observer().onEnded(report());
    }

    private RelayReport report() {
        StringJoiner notes = new StringJoiner(", ");
        Mischief.add(notes, tooLong.get(), "too long for the other side");
        Mischief.add(notes, lost.get(), "lost");
        return new RelayReport(
                id,
                source,
                target.endpoint(),
                bytesToTarget.get(),
                bytesToClient.get(),
                Duration.ofNanos(System.nanoTime() - beganNs),
                reason.get(),
                null,
                notes.length() == 0 ? null : notes.toString());
    }
}
