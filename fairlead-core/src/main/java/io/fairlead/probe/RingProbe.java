package io.fairlead.probe;

import static io.fairlead.posix.SocketConstants.AF_INET;
import static io.fairlead.posix.SocketConstants.MSG_NOSIGNAL;
import static io.fairlead.posix.SocketConstants.SOCK_CLOEXEC;
import static io.fairlead.posix.SocketConstants.SOCK_STREAM;

import io.fairlead.posix.Errno;
import io.fairlead.posix.uring.BufferRing;
import io.fairlead.posix.uring.CompletionQueue;
import io.fairlead.posix.uring.IoUring;
import io.fairlead.posix.uring.IoUringSetup;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** Tries io_uring(7): a ring, and the two operations that go on by themselves. */
final class RingProbe {
    private static final int ENTRIES = 8;
    private static final int BUFFERS = 2;
    private static final int BUFFER_BYTES = 64;
    private static final long TIMEOUT_NS = TimeUnit.MILLISECONDS.toNanos(ProbeResources.TIMEOUT_MS);

    private RingProbe() {}

    static void setup(ProbeResources resources) throws UnavailableException {
        try (IoUring uring = ring(resources)) {
            resources.checked("io_uring_enter", uring.submissions().nop(1));
            awaitCompletion(uring, "nop");
        }
    }

    private static IoUring ring(ProbeResources resources) throws UnavailableException {
        IoUringSetup setup = IoUringSetup.attempt(ENTRIES, 2 * ENTRIES);
        if (setup.fd() < 0) throw new UnavailableException(Objects.requireNonNull(setup.reason()));
        try {
            return new IoUring(resources.posix, setup);
        } catch (IllegalStateException e) { // too little memory to map it
            throw new UnavailableException(String.valueOf(e.getMessage()));
        }
    }

    /** Linux 5.19 and newer. */
    static void multishotAccept(ProbeResources resources) throws UnavailableException {
        int listener = resources.bound(SOCK_STREAM);
        resources.checked("listen", resources.calls.listen(listener, 2));
        try (IoUring uring = ring(resources)) {
            uring.submissions().acceptMultishot(listener, SOCK_CLOEXEC, 1);
            connect(resources, listener);
            resources.opened("multishot accept", awaitShot(uring, "multishot accept"));
            connect(resources, listener);
            resources.opened("multishot accept", awaitShot(uring, "multishot accept"));
        }
    }

    private static void connect(ProbeResources resources, int listener)
            throws UnavailableException {
        int client = resources.socket(AF_INET, SOCK_STREAM);
        resources.checked("connect", resources.calls.connect(client, resources.nameOf(listener)));
    }

    /** Linux 6.0 and newer; the ring of buffers came with 5.19. */
    static void multishotRecv(ProbeResources resources) throws UnavailableException {
        int[] pair = resources.pair(SOCK_STREAM);
        try (IoUring uring = ring(resources)) {
            BufferRing buffers = new BufferRing(uring, 0, BUFFERS, BUFFER_BYTES);
            resources.checked("IORING_REGISTER_PBUF_RING", buffers.registered());
            uring.submissions().recvMultishot(pair[0], buffers, 1);
            for (int i = 0; i < BUFFERS; i++) {
                long address = resources.arena.allocate(1).address();
                resources.checked("send", resources.calls.send(pair[1], address, 1, MSG_NOSIGNAL));
                awaitShot(uring, "multishot recv");
            }
        }
    }

    /** The result of a completion that is not the last of its submission. */
    private static int awaitShot(IoUring uring, String operation) throws UnavailableException {
        Completion completion = awaitCompletion(uring, operation);
        if (!CompletionQueue.more(completion.flags())) {
            throw new UnavailableException(
                    operation + ": the kernel ends it after one, which is one time");
        }
        return completion.result();
    }

    private record Completion(int result, int flags) {}

    private static Completion awaitCompletion(IoUring uring, String operation)
            throws UnavailableException {
        CompletionQueue completions = uring.completions();
        int entered = uring.enter(1, TIMEOUT_NS);
        if (completions.ready() == 0)
            throw new UnavailableException(Errno.describe("io_uring_enter", entered));
        Completion completion = new Completion(completions.result(0), completions.flags(0));
        completions.advance(1);
        if (completion.result() < 0) {
            String old = completion.result() == -Errno.EINVAL ? ", the kernel is too old" : "";
            throw new UnavailableException(Errno.describe(operation, completion.result()) + old);
        }
        return completion;
    }
}
