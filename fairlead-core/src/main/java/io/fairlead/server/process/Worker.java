package io.fairlead.server.process;

import static io.fairlead.posix.Epoll.EPOLLIN;
import static io.fairlead.posix.Epoll.EPOLLOUT;
import static io.fairlead.posix.FileConstants.O_RDONLY;
import static io.fairlead.posix.SocketConstants.MSG_DONTWAIT;
import static io.fairlead.posix.process.ProcessConstants.SIGKILL;

import io.fairlead.posix.Descriptors;
import io.fairlead.posix.Errno;
import io.fairlead.posix.process.Spawn;
import io.fairlead.server.descriptor.Child;
import io.fairlead.server.descriptor.Reactor;
import io.fairlead.server.worker.ControlMessage;
import io.fairlead.server.worker.ControlSocket;
import io.fairlead.service.CloseReason;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * A worker process as its server sees it: a child, the control socket to it, and the connections it
 * was given. Nothing here waits. Belongs to the reactor's thread.
 */
final class Worker {
    private static final int MESSAGES_AT_A_TIME_MAX = 64;

    private final Reactor reactor;
    private final WorkerListener listener;
    private final ControlSocket control;
    private final Child child;
    private final int slot;
    private final long startedNs = System.nanoTime();
    // At most the parts of each order, one message for each place, and two more.
    private final Queue<Outgoing> outbound = new ArrayDeque<>();
    private final Guests guests = new Guests();
    private boolean ready;
    private boolean retired;
    private boolean draining;
    private boolean watchesOutput;
    private boolean hungUp;
    private long bufferBytes;
    private @Nullable String trouble;

    /**
     * Starts a worker.
     *
     * @param order what it is to serve
     * @throws IOException if it cannot be started; nothing is left of it
     */
    Worker(Reactor reactor, WorkerCommand command, List<byte[]> order, WorkerListener listener)
            throws IOException {
        this.reactor = reactor;
        this.listener = listener;
        int[] pair = ControlSocket.pair();
        control = new ControlSocket(pair[0]);
        try {
            child = new Child(reactor, spawn(command, pair[1]), null, this::ended);
        } catch (IOException e) {
            control.close();
            throw e;
        } finally {
            new Descriptors(reactor.posix).close(pair[1]);
        }
        slot = watch();
        for (byte[] part : order) outbound.add(new Outgoing(part, null));
        flush();
    }

    /** A worker that cannot be listened to is ended, and that is told in the usual way. */
    private int watch() {
        try {
            return reactor.watch(control.fd(), EPOLLIN, this::onEvents);
        } catch (IOException e) {
            trouble = "no memory to watch it: " + e.getMessage();
            hungUp = true;
            kill();
            return -1;
        }
    }

    private Spawn spawn(WorkerCommand command, int controlEnd) {
        return new Spawn(reactor.posix, command.path(), command.arguments(), command.environment())
                .open(0, "/dev/null", O_RDONLY, 0)
                .dup2(controlEnd, ControlSocket.WORKER_FD)
                .closeFrom(ControlSocket.WORKER_FD + 1);
    }

    int pid() {
        return child.pid();
    }

    /** True once it can serve. */
    boolean isReady() {
        return ready;
    }

    /** True if it ends without being told more, as soon as it has no connection. */
    boolean isLeaving() {
        return retired || draining;
    }

    /** True if it can be given a connection now. */
    boolean isFree() {
        return ready && !isLeaving() && guests.isOpen();
    }

    /** The connections that it was given and that have not ended. */
    Guests guests() {
        return guests;
    }

    /** How long from now until it may be tried again; never if it refuses nothing. */
    long retryNs() {
        long waitNs = guests.waitNs();
        return waitNs > 0 ? waitNs : Long.MAX_VALUE;
    }

    long ageNs() {
        return System.nanoTime() - startedNs;
    }

    /** What it said before it ended, if it could not begin to serve. */
    @Nullable String trouble() {
        return trouble;
    }

    // ---- to the worker ----

    /** Hands a connection over; its descriptor is closed here as soon as it has arrived. */
    void serve(Guest guest) {
        guests.given(guest);
        send(new Outgoing(ControlMessage.serve(guest.id(), guest.header()), guest));
    }

    /** Has it serve something else from now on, unless it gets no other connection. */
    void change(List<byte[]> order) {
        if (isLeaving()) return;
        for (byte[] part : order) send(new Outgoing(part, null));
    }

    /** It gets no other connection, and ends with those it has. */
    void retire() {
        retired = true;
        send(new Outgoing(ControlMessage.of(ControlMessage.RETIRE), null));
    }

    /** Has its connections end as soon as nothing they received is unanswered, and then itself. */
    void drain() {
        if (draining) return;
        draining = true;
        send(new Outgoing(ControlMessage.of(ControlMessage.DRAIN), null));
    }

    /** Has it end its connections now, and report them. */
    void cut() {
        draining = true;
        send(new Outgoing(ControlMessage.of(ControlMessage.CUT), null));
    }

    void kill() {
        child.signal(SIGKILL);
    }

    private void send(Outgoing message) {
        outbound.add(message);
        if (!watchesOutput) flush();
    }

    private void flush() {
        while (!hungUp && !outbound.isEmpty()) {
            Outgoing message = outbound.element();
            Guest passed = message.passed;
            int result =
                    control.send(message.bytes, passed == null ? -1 : passed.fd(), MSG_DONTWAIT);
            // ETOOMANYREFS: other messages with descriptors have to be read first, unix(7).
            if (result == -Errno.EAGAIN || result == -Errno.ETOOMANYREFS) break;
            if (result < 0) break; // it has ended, which will be told
            outbound.remove();
        }
        watchOutput(!hungUp && !outbound.isEmpty());
    }

    private void watchOutput(boolean wanted) {
        if (wanted == watchesOutput) return;
        watchesOutput = wanted;
        reactor.change(slot, control.fd(), EPOLLIN | (wanted ? EPOLLOUT : 0));
    }

    // ---- from the worker ----

    private void onEvents(int events) {
        if ((events & EPOLLOUT) != 0) flush();
        if ((events & ~EPOLLOUT) != 0) receive(MESSAGES_AT_A_TIME_MAX);
    }

    private void receive(int messagesMax) {
        for (int i = 0; i < messagesMax && !hungUp; i++) {
            int result = control.receive(MSG_DONTWAIT);
            if (result == -Errno.EAGAIN) return;
            if (result <= 0) {
                hangUp();
            } else {
                understand(control.message());
            }
        }
    }

    /** It has closed its end, and so has ended, or will not serve any more: it is helped along. */
    private void hangUp() {
        hungUp = true;
        reactor.forget(slot, control.fd());
        kill();
    }

    private void understand(byte[] message) {
        int unwanted = control.takeDescriptor();
        if (unwanted >= 0) new Descriptors(reactor.posix).close(unwanted);
        try {
            understand(message[0], ControlMessage.fields(message));
        } catch (IOException e) { // cut short: not what we wrote, so it is not ours any more
            trouble = "it sent an unknown message";
            kill();
        }
    }

    private void understand(byte kind, DataInputStream fields) throws IOException {
        switch (kind) {
            case ControlMessage.READY -> {
                ready = true;
                listener.onReady(this);
            }
            case ControlMessage.TAKEN -> taken(guests.get(fields.readLong()));
            case ControlMessage.REFUSED ->
                    refused(guests.refused(fields.readLong()), fields.readInt());
            case ControlMessage.COUNTS -> count(fields);
            case ControlMessage.ENDED -> served(fields);
            case ControlMessage.PRINTED -> listener.onPrinted(fields.readInt(), fields.readUTF());
            case ControlMessage.FAILED -> trouble = fields.readUTF();
            default -> throw new IOException("a message of kind " + kind);
        }
    }

    private void taken(@Nullable Guest guest) {
        long refusals = guests.taken(guest, pid());
        if (refusals > 0) listener.onRecovered(refusals);
    }

    private void refused(@Nullable Guest guest, int errno) {
        if (guest != null) listener.onRefused(this, guest, errno);
    }

    private void count(DataInputStream fields) throws IOException {
        buffers(fields.readLong());
        while (fields.available() > 0) {
            Guest guest = guests.get(fields.readLong());
            long received = fields.readLong();
            long sent = fields.readLong();
            if (guest != null) guest.counted(received, sent);
        }
    }

    private void buffers(long bytes) {
        listener.onBuffers(bytes - bufferBytes);
        bufferBytes = bytes;
    }

    private void served(DataInputStream fields) throws IOException {
        Guest guest = guests.get(fields.readLong());
        if (guest == null) return;
        taken(guest);
        guests.ended(guest);
        guest.counted(fields.readLong(), fields.readLong());
        CloseReason reason = ControlMessage.reason(fields);
        String detail = ControlMessage.detail(fields);
        guest.ended(reason, detail, ControlMessage.failure(fields));
        listener.onServed(this);
    }

    private void ended(int status) {
        receive(Integer.MAX_VALUE); // its last words
        if (!hungUp) reactor.forget(slot, control.fd());
        hungUp = true;
        control.close();
        buffers(0);
        outbound.clear();
        listener.onEnded(this, status);
    }
}
