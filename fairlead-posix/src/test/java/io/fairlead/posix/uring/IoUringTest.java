package io.fairlead.posix.uring;

import static io.fairlead.posix.Native.ok;
import static io.fairlead.posix.SocketConstants.MSG_NOSIGNAL;
import static io.fairlead.posix.SocketConstants.SOCK_CLOEXEC;
import static io.fairlead.posix.SocketConstants.SOCK_DGRAM;
import static io.fairlead.posix.SocketConstants.SOCK_STREAM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fairlead.posix.Epoll;
import io.fairlead.posix.Errno;
import io.fairlead.posix.Eventfd;
import io.fairlead.posix.Native;
import io.fairlead.posix.OpenDescriptors;
import io.fairlead.posix.Posix;
import io.fairlead.posix.Sockaddr;
import io.fairlead.posix.SockaddrIn6;
import io.fairlead.posix.SockaddrStorage;
import io.fairlead.posix.SocketConstants;
import io.fairlead.posix.message.Msghdr;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(OpenDescriptors.class)
class IoUringTest {
    private static final long SECOND_NS = 1_000_000_000L;
    private final Native c = new Native();
    private final IoUringSetup setup = IoUringSetup.attempt(8, 64);

    @BeforeEach
    void isAllowed() {
        assumeTrue(setup.reason() == null, setup::reason);
    }

    @AfterEach
    void close() {
        setup.close();
        c.close();
    }

    /** Waits for one completion, checks its number, and returns its result. */
    private static int complete(IoUring uring, long userData) {
        CompletionQueue completions = uring.completions();
        if (completions.ready() == 0) {
            ok(uring.enter(1, 10 * SECOND_NS));
        }
        assertThat(completions.userData(0)).isEqualTo(userData);
        int result = completions.result(0);
        completions.advance(1);
        return result;
    }

    @Test
    void aNumberOfAllBitsComesBack() {
        try (IoUring uring = new IoUring(c.posix, setup)) {
            ok(uring.submissions().nop(0xfedc_ba98_7654_3210L));
            assertThat(uring.submissions().queued()).isOne();
            assertThat(complete(uring, 0xfedc_ba98_7654_3210L)).isZero();
            assertThat(uring.submissions().queued()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void olderKernelsRefuseFlagsAndGetFewer(int refused) {
        List<Integer> sets = new ArrayList<>(IoUringSetup.FLAG_SETS);
        Collections.fill(sets.subList(0, refused), 1 << 31);
        IoUringSetup attempt = IoUringSetup.attempt(8, 8, sets);
        int[] pair = c.pair(SOCK_STREAM);
        try (IoUring uring = new IoUring(c.posix, attempt)) {
            assertThat(uring.flags()).isEqualTo(sets.get(refused));
            ok(uring.submissions().recv(pair[0], c.address, 5, 0, 7));
            ok(uring.enter(0, 0));
            c.send(pair[1], "hello");
            assertThat(complete(uring, 7)).isEqualTo(5);
        }
    }

    @Test
    void aKernelThatKnowsNoneOfTheFlagsIsTooOld() {
        IoUringSetup attempt = IoUringSetup.attempt(8, 8, List.of(1 << 31, 1 << 30));
        assertThat(attempt.fd()).isEqualTo(-Errno.EINVAL);
        assertThat(attempt.reason()).contains("EINVAL, the kernel is too old");
    }

    @Test
    void moreSubmissionsThanPlacesAreEnteredMeanwhile() {
        try (IoUring uring = new IoUring(c.posix, setup)) {
            int count = 5 * uring.submissions().capacity();
            for (int i = 0; i < count; i++) {
                ok(uring.submissions().nop(i));
            }
            for (int i = 0; i < count; i++) {
                assertThat(complete(uring, i)).isZero();
            }
        }
    }

    @Test
    void moreCompletionsThanPlacesAreKept() {
        try (IoUring uring = new IoUring(c.posix, setup)) {
            for (int i = 0; i < 1000; i++) {
                ok(uring.submissions().nop(i));
            }
            for (int i = 0; i < 1000; i++) {
                assertThat(complete(uring, i)).isZero();
            }
        }
    }

    @Test
    void waitingEndsInTime() {
        try (IoUring uring = new IoUring(c.posix, setup)) {
            assertThat(uring.enter(1, 1_000_000)).isEqualTo(-Errno.ETIME);
            assertThat(uring.enter(0, 0)).isZero();
        }
    }

    @Test
    void errorsAreNegatedErrnos() {
        int[] pair = c.pair(SOCK_STREAM);
        try (IoUring uring = new IoUring(c.posix, setup)) {
            ok(uring.submissions().recv(-1, c.address, 1, 0, 1));
            assertThat(complete(uring, 1)).isEqualTo(-Errno.EBADF);
            ok(uring.submissions().recv(pair[0], c.address, 1, 0, 2));
            ok(uring.submissions().cancel(2, 3));
            uring.submissions().addFlags(IoUringConstants.IOSQE_CQE_SKIP_SUCCESS);
            assertThat(complete(uring, 2)).isEqualTo(-Errno.ECANCELED);
            assertThat(uring.completions().ready()).isZero();
        }
    }

    @Test
    void transfersConnectsAndClosesAsTheCallsDo() {
        int listener = c.listener();
        int client = c.opened(c.sockets.socket(SocketConstants.AF_INET, SOCK_STREAM, 0));
        try (IoUring uring = new IoUring(c.posix, setup)) {
            SubmissionQueue submissions = uring.submissions();
            SockaddrStorage target = c.nameOf(listener);
            ok(submissions.connect(client, target, 1));
            assertThat(complete(uring, 1)).isZero();
            ok(submissions.accept(listener, SOCK_CLOEXEC, 2));
            int server = ok(complete(uring, 2));
            int bytes = c.put("through the ring");
            ok(submissions.send(client, c.address, bytes, MSG_NOSIGNAL, 3));
            submissions.addFlags(IoUringConstants.IOSQE_IO_LINK);
            ok(submissions.shutdown(client, SocketConstants.SHUT_WR, 4));
            assertThat(complete(uring, 3)).isEqualTo(bytes);
            assertThat(complete(uring, 4)).isZero();
            ok(submissions.pollAdd(server, Epoll.EPOLLIN, 5));
            assertThat(complete(uring, 5) & Epoll.EPOLLIN).isEqualTo(Epoll.EPOLLIN);
            ok(submissions.recv(server, c.address + 100, 100, 0, 6));
            assertThat(complete(uring, 6)).isEqualTo(bytes);
            assertThat(c.text(100, bytes)).isEqualTo("through the ring");
            ok(submissions.close(server, 7));
            assertThat(complete(uring, 7)).isZero();
        }
    }

    @Test
    void anotherThreadWakesItByEventfd() throws InterruptedException {
        try (IoUring uring = new IoUring(c.posix, setup);
                Eventfd wakeUp = new Eventfd(c.posix)) {
            ok(uring.submissions().read(wakeUp.fd(), c.address, Long.BYTES, 1));
            Thread other = Thread.ofPlatform().start(wakeUp::signal);
            assertThat(complete(uring, 1)).isEqualTo(Long.BYTES);
            other.join();
        }
    }

    @Test
    void anotherRingWakesIt() {
        try (IoUring uring = new IoUring(c.posix, setup)) {
            int target = uring.fd();
            CompletableFuture<Integer> sent =
                    CompletableFuture.supplyAsync(
                            () -> sendToRing(target), Thread.ofPlatform()::start);
            assertThat(complete(uring, 0x1234_5678_9abcL)).isEqualTo(77);
            assertThat(sent.join()).isZero();
        }
    }

    private static int sendToRing(int target) {
        try (IoUring own = new IoUring(new Posix(), IoUringSetup.attempt(8, 8))) {
            ok(own.submissions().msgRing(target, 77, 0x1234_5678_9abcL, 1));
            return complete(own, 1);
        }
    }

    @Test
    void datagramsComeWithTheirSenders() {
        int server = c.bound(SOCK_DGRAM);
        int client = c.bound(SOCK_DGRAM);
        try (IoUring uring = new IoUring(c.posix, setup)) {
            assumeTrue(uring.supportsMultishotRecv(), "multishot recv came with Linux 6.0");
            BufferRing buffers = new BufferRing(uring, 3, 8, 256);
            assertThat(buffers.registered()).isZero();
            RecvmsgOut out = new RecvmsgOut(SockaddrIn6.BYTES, 0);
            Msghdr room = new Msghdr(0, 0);
            room.rooms(out.nameRoom(), out.controlRoom());
            ok(uring.submissions().recvmsgMultishot(server, room.address(), buffers, 1));
            for (int i = 0; i < 20; i++) {
                int bytes = c.put("datagram " + i);
                c.sockets.sendto(client, c.address, bytes, 0, c.nameOf(server));
                ok(uring.enter(1, SECOND_NS));
                int id = BufferRing.id(uring.completions().flags(0));
                assertThat(CompletionQueue.more(uring.completions().flags(0))).isTrue();
                uring.completions().advance(1);
                checkDatagram(buffers, out, id, c.nameOf(client).get(), "datagram " + i);
                buffers.giveBack(id);
            }
        }
    }

    private static void checkDatagram(
            BufferRing buffers, RecvmsgOut out, int id, Sockaddr from, String text) {
        MemorySegment memory = buffers.memory();
        long at = buffers.offset(id);
        assertThat(Sockaddr.read(memory, out.name(at), out.nameBytes(memory, at))).isEqualTo(from);
        assertThat(out.flags(memory, at)).isZero();
        byte[] payload =
                memory.asSlice(out.payload(at), out.payloadBytes(memory, at))
                        .toArray(ValueLayout.JAVA_BYTE);
        assertThat(new String(payload, StandardCharsets.UTF_8)).isEqualTo(text);
    }

    @Test
    void tellsWhatItCanDoAndEndsForGood() {
        IoUring uring = new IoUring(c.posix, setup);
        assertThat(uring.flags()).isEqualTo(setup.flags());
        assertThat(uring.flags() & IoUringConstants.IORING_SETUP_CLAMP).isNotZero();
        assertThat(uring.features() & IoUringConstants.IORING_FEAT_EXT_ARG).isNotZero();
        assertThat(uring.supports(IoUringConstants.IORING_OP_RECV)).isTrue();
        assertThat(uring.supports(255)).isFalse();
        uring.close();
        uring.close();
        assertThat(uring.fd()).isEqualTo(-Errno.EBADF);
        assertThatThrownBy(() -> uring.enter(1, 0)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void afterCloseTheKernelWritesToNoMemory() {
        int[] pair = c.pair(SOCK_STREAM);
        int[] buffered = c.pair(SOCK_STREAM);
        IoUring uring = new IoUring(c.posix, setup);
        BufferRing buffers = new BufferRing(uring, 0, 8, 64);
        ok(uring.submissions().recv(pair[0], c.address + 1000, 64, 0, 1));
        ok(uring.submissions().recvMultishot(buffered[0], buffers, 2));
        ok(uring.enter(0, 0));
        uring.close();
        c.send(pair[1], "too late");
        c.send(buffered[1], "too late");
        assertThat(c.text(1000, 8)).isEqualTo("\0".repeat(8));
        assertThat(buffers.memory().get(ValueLayout.JAVA_LONG, 0)).isZero();
        assertThat(c.recv(pair[0])).isEqualTo("too late");
        assertThat(c.recv(buffered[0])).isEqualTo("too late");
    }

    @Test
    void refusalsAreSentences() {
        IoUringSetup refused = IoUringSetup.refused(Errno.EPERM);
        assertThat(refused.reason()).startsWith("io_uring_setup: EPERM, ");
        assertThatThrownBy(() -> new IoUring(c.posix, refused))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("io_uring_setup: EPERM");
        assertThat(IoUringSetup.reason(Errno.EPERM, "2"))
                .isEqualTo("io_uring_setup: EPERM, kernel.io_uring_disabled is 2");
        assertThat(IoUringSetup.reason(Errno.EPERM, "0"))
                .isEqualTo("io_uring_setup: EPERM, the container's seccomp profile forbids it");
        assertThat(IoUringSetup.reason(-Errno.ENOSYS, ""))
                .startsWith("io_uring_setup: ENOSYS, the kernel has no io_uring");
        assertThat(IoUringSetup.reason(-Errno.EIO, "")).endsWith("Input/output error");
    }
}
