package io.fairlead.server.loop;

import static io.fairlead.net.socket.NativeErrors.check;

import io.fairlead.net.socket.ConnectTarget;
import io.fairlead.net.socket.NativeErrors;
import io.fairlead.net.socket.NativeListener;
import io.fairlead.posix.Epoll;
import io.fairlead.posix.Errno;
import io.fairlead.posix.uring.CompletionQueue;
import io.fairlead.posix.uring.IoUring;
import io.fairlead.posix.uring.IoUringSetup;
import io.fairlead.posix.uring.SubmissionQueue;
import io.fairlead.server.descriptor.NativeCalls;
import io.fairlead.server.descriptor.Slots;
import io.fairlead.server.site.LoopSocket;
import io.fairlead.server.site.Waker;
import java.io.IOException;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One proactor over io_uring(7): the kernel accepts, receives and sends, and one system call a turn
 * hands over all that is to be done and brings all that has been done.
 *
 * <pre>
 *   ┌─▶ enter: submit, wait ─▶ note all completions ─▶ tell the streams that have news ─┐
 *   └───────────────────────────────────────────────────────────────────────────────────┘
 *
 *   number of a submission   63      32 31    8 7         0
 *                            |generation| slot |operation |
 * </pre>
 *
 * <p>Completions are noted first and told later, so that nothing a stream does comes between two of
 * them. Slots are used again, generations are not.
 */
public final class IoUringModel implements Readiness {
    static final int IGNORED = 0;
    static final int RECEIVED = 1;
    static final int SENT = 2;
    static final int DOOR = 3;
    static final int LOST = 4;
    static final long OPERATION = 0xff;

    static final int READABLE = 6;

    private static final int WOKEN = 5;
    private static final int SLOT_SHIFT = 8;
    private static final int GENERATION_SHIFT = 32;
    private static final int SUBMISSIONS = 1024;
    private static final int COMPLETIONS = 4096;
    private static final long CANCEL_NS = 1_000_000_000;
    private static final int CANCEL_TRIES = 10;

    private final IoUringSetup setup;
    private final NativeCalls calls = new NativeCalls();
    private final Waker waker = new Waker(calls.posix);
    private final Slots<RingSocket> sockets = new Slots<>();
    private final RingDoors doors = new RingDoors();
    private final RingQueue ready = new RingQueue(RingSocket::tell);
    private final RingQueue receiving = new RingQueue(RingSocket::receive);
    private final RingQueue idle = new RingQueue(RingSocket::watchLoss);
    private @Nullable IoUring uring;
    private @Nullable RingBuffers buffers;
    private int generation;
    private int socketCount;

    /** For a ring that could be had; takes {@code setup} over. */
    public IoUringModel(IoUringSetup setup) throws IOException {
        this.setup = setup;
        check(waker.fd());
    }

    /** Asks for a ring; its {@code reason()} says why there is none, if so. */
    public static IoUringSetup attempt() {
        return IoUringSetup.attempt(SUBMISSIONS, COMPLETIONS);
    }

    @Override
    public void open() throws IOException {
        IoUring opened = new IoUring(calls.posix, setup);
        uring = opened;
        buffers = new RingBuffers(opened);
        watchWaker();
    }

    private IoUring uring() {
        return Objects.requireNonNull(uring, "not open");
    }

    RingBuffers buffers() {
        return Objects.requireNonNull(buffers, "not open");
    }

    NativeCalls calls() {
        return calls;
    }

    /** The submission queue, with room for one at least. */
    SubmissionQueue submissions() {
        SubmissionQueue queue = uring().submissions();
        while (queue.queued() == queue.capacity()) catchUp();
        return queue;
    }

    // ---- accepting ----

    /** A door for {@code listener}, which it takes over. */
    public LoopDoor door(NativeListener listener) {
        return new RingListener(this, listener, calls);
    }

    @Override
    public LoopInput input(int fd) {
        return new RingDoors.Input(this, fd);
    }

    @Override
    public boolean hasDescriptors() {
        return true;
    }

    /** A door is open from now on; returns what its completions say. */
    long opened(RingDoors.Door door) {
        return (long) doors.add(door) << SLOT_SHIFT | DOOR;
    }

    /** Nothing is under way any more for the door whose completions say {@code number}. */
    void closed(long number) {
        doors.remove(slot(number));
    }

    /** Waits until {@code isOver}, for what has been cancelled; not for ever. */
    void awaitCancelled(BooleanSupplier isOver) {
        for (int i = 0; !isOver.getAsBoolean() && i < CANCEL_TRIES; i++) {
            uring().enter(1, CANCEL_NS);
            note();
        }
    }

    // ---- watching ----

    @Override
    public void add(LoopEntry stream) {
        RingSocket socket = (RingSocket) stream.socket();
        socket.begin(stream, number(socket), false);
    }

    @Override
    public LoopSocket connect(ConnectTarget target) throws IOException {
        int fd = target.beginOnDescriptor();
        return new RingSocket(this, fd, target.remoteAddress(), calls.localAddress(fd));
    }

    @Override
    public void addConnecting(LoopAttempt attempt) {
        RingSocket socket = (RingSocket) attempt.socket();
        socket.begin(attempt, number(socket), true);
    }

    @Override
    public void addConnected(LoopAttempt attempt, LoopStream stream) {
        ((RingSocket) stream.socket()).connected(stream);
    }

    private long number(RingSocket socket) {
        long slot = sockets.add(socket);
        socketCount++;
        return (long) generation++ << GENERATION_SHIFT | slot << SLOT_SHIFT;
    }

    @Override
    public void watch(LoopEntry stream, boolean input, boolean output) {
        // The end of a send is told in any case.
        ((RingSocket) stream.socket()).watchInput(input);
    }

    @Override
    public void remove(LoopEntry stream) {
        // Its slot is free when nothing is under way any more; closing the socket sees to that.
    }

    /** Nothing is under way for {@code socket} any more. */
    void remove(RingSocket socket) {
        sockets.remove(slot(socket.number()));
        socketCount--;
    }

    private static int slot(long number) {
        return (int) number >>> SLOT_SHIFT;
    }

    /** Has {@code socket} receive from the next turn on, when buffers have been given back. */
    void receiveSoon(RingSocket socket) {
        receiving.add(socket);
    }

    /** Has {@code socket} watched for its loss from the next turn on, if it is still there then. */
    void watchLossSoon(RingSocket socket) {
        idle.add(socket);
    }

    /** Has {@code socket} tell its stream what has been done. */
    void ready(RingSocket socket) {
        ready.add(socket);
    }

    // ---- the wait ----

    @Override
    public void await(long timeoutNs, EventLoop loop) throws IOException {
        receiving.run();
        idle.run();
        boolean waits = timeoutNs > 0 && ready.isEmpty() && !doors.haveNews();
        int result = uring().enter(waits ? 1 : 0, timeoutNs == Long.MAX_VALUE ? -1 : timeoutNs);
        if (result < 0 && !isPassing(result)) throw NativeErrors.of(result);
        loop.awoke();
        note();
        ready.run();
        doors.tell();
        sockets.reuseRemoved();
    }

    /** Time over, a signal, or too much to do at this moment. */
    private static boolean isPassing(int result) {
        return switch (result) {
            case -Errno.ETIME, -Errno.EINTR, -Errno.EBUSY, -Errno.EAGAIN -> true;
            default -> false;
        };
    }

    /** Notes what has been done, without telling anybody; returns how much that is. */
    private int note() {
        CompletionQueue completions = uring().completions();
        int count = 0;
        for (; completions.ready() > 0; count++) {
            long number = completions.userData(0);
            int result = completions.result(0);
            int flags = completions.flags(0);
            // Taken out first: what follows may find the submission queue full, and come here.
            completions.advance(1);
            note(number, result, flags);
        }
        return count;
    }

    private void note(long number, int result, int flags) {
        int operation = (int) (number & OPERATION);
        switch (operation) {
            case RECEIVED, SENT, LOST, READABLE -> {
                RingSocket socket = sockets.get(slot(number));
                if (socket != null && socket.is(number)) note(socket, operation, result, flags);
            }
            case DOOR -> doors.completed(slot(number), result, flags);
            case WOKEN -> {
                waker.heard();
                if (!CompletionQueue.more(flags)) watchWaker();
            }
            default -> {} // a cancel: what it ended says so itself
        }
    }

    private static void note(RingSocket socket, int operation, int result, int flags) {
        switch (operation) {
            case RECEIVED -> socket.received(result, flags);
            case SENT -> socket.sent(result);
            case LOST -> socket.polled(result, flags);
            default -> socket.readable();
        }
    }

    /** Notes all that the kernel knows by now, so that nothing is on its way to us. */
    void catchUp() {
        do {
            uring().enter(0, 0);
        } while (note() > 0);
    }

    /** Each signal wakes: what is told is the rise of the counter, and nobody has to read it. */
    private void watchWaker() {
        submissions().pollMultishot(waker.fd(), Epoll.EPOLLIN, WOKEN);
    }

    @Override
    public void wake() {
        waker.wake();
    }

    @Override
    public void close() {
        if (uring == null) {
            setup.close();
        } else {
            awaitCancelled(() -> socketCount == 0);
            uring.close();
        }
        waker.close();
    }
}
