package io.fairlead.posix.uring;

import static io.fairlead.posix.Native.ok;
import static io.fairlead.posix.SocketConstants.MSG_NOSIGNAL;
import static io.fairlead.posix.SocketConstants.SOCK_CLOEXEC;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fairlead.posix.Errno;
import io.fairlead.posix.Native;
import io.fairlead.posix.OpenDescriptors;
import io.fairlead.posix.Sockaddr;
import io.fairlead.posix.SockaddrStorage;
import io.fairlead.posix.SocketConstants;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** 1,000 messages over ten connections: multishot accept and recv, sends in batches. */
@ExtendWith(OpenDescriptors.class)
class IoUringEchoTest {
    private static final int CONNECTIONS = 10;
    private static final int MESSAGES = 100;
    private static final int ACCEPT = 1;
    private static final int RECV = 2;
    private static final int SEND = 3;
    private static final int CLOSE = 4;

    private final Native c = new Native();
    private final IoUringSetup setup = IoUringSetup.attempt(64, 256);
    private int closed;
    private int entered;
    private int transfers;

    @AfterEach
    void close() {
        setup.close();
        c.close();
    }

    @Test
    void echo() {
        assumeTrue(setup.reason() == null, setup::reason);
        int listener = c.listener();
        SockaddrStorage target = c.nameOf(listener);
        List<CompletableFuture<Void>> clients = new ArrayList<>();
        try (IoUring uring = new IoUring(c.posix, setup)) {
            assumeTrue(uring.supportsMultishotRecv(), "multishot recv came with Linux 6.0");
            // Fewer buffers than messages under way: ENOBUFS has to be met, too.
            BufferRing buffers = new BufferRing(uring, 0, 4, 64);
            ok(uring.submissions().acceptMultishot(listener, SOCK_CLOEXEC, ACCEPT));
            for (int i = 0; i < CONNECTIONS; i++) {
                int client = i;
                clients.add(
                        CompletableFuture.runAsync(
                                () -> talk(client, target.get()), Thread.ofPlatform()::start));
            }
            while (closed < CONNECTIONS) {
                ok(uring.enter(1, 10_000_000_000L));
                entered++;
                int ready = uring.completions().ready();
                for (int i = 0; i < ready; i++) {
                    completed(uring, buffers, i);
                }
                uring.completions().advance(ready);
            }
            clients.forEach(CompletableFuture::join);
            assertThat(transfers).isGreaterThanOrEqualTo(CONNECTIONS * MESSAGES * 2);
            assertThat(entered).as("system calls").isLessThan(transfers);
        }
    }

    private void completed(IoUring uring, BufferRing buffers, int index) {
        long userData = uring.completions().userData(index);
        int result = uring.completions().result(index);
        int flags = uring.completions().flags(index);
        int fd = (int) (userData >>> 32);
        switch ((int) userData & 0xff) {
            case ACCEPT -> {
                assertThat(CompletionQueue.more(flags)).isTrue();
                ok(uring.submissions().recvMultishot(ok(result), buffers, key(result, 0, RECV)));
            }
            case RECV -> received(uring, buffers, fd, index);
            case SEND -> {
                transfers++;
                buffers.giveBack((int) userData >>> 8 & 0xffff);
                ok(result);
            }
            default -> {
                closed++;
                ok(result);
            }
        }
    }

    private void received(IoUring uring, BufferRing buffers, int fd, int index) {
        int result = uring.completions().result(index);
        int flags = uring.completions().flags(index);
        SubmissionQueue submissions = uring.submissions();
        if (result > 0) {
            transfers++;
            int id = BufferRing.id(flags);
            long address = buffers.memory().address() + buffers.offset(id);
            ok(submissions.send(fd, address, result, MSG_NOSIGNAL, key(fd, id, SEND)));
        } else if (result == 0) {
            ok(submissions.close(fd, key(fd, 0, CLOSE)));
            return;
        } else {
            assertThat(result).isEqualTo(-Errno.ENOBUFS);
        }
        if (!CompletionQueue.more(flags)) {
            ok(submissions.recvMultishot(fd, buffers, key(fd, 0, RECV)));
        }
    }

    private static long key(int fd, int buffer, int operation) {
        return (long) fd << 32 | buffer << 8 | operation;
    }

    private static void talk(int client, Sockaddr target) {
        try (Native own = new Native()) {
            int fd =
                    own.opened(own.sockets.socket(target.family(), SocketConstants.SOCK_STREAM, 0));
            ok(own.sockets.connect(fd, new SockaddrStorage(target)));
            for (int i = 0; i < MESSAGES; i++) {
                String message = "client %02d, message %03d".formatted(client, i);
                own.send(fd, message);
                int bytes =
                        ok(
                                own.sockets.recv(
                                        fd,
                                        own.address,
                                        message.length(),
                                        SocketConstants.MSG_WAITALL));
                assertThat(own.text(0, bytes)).isEqualTo(message);
            }
        }
    }
}
