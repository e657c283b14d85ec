package io.fairlead.posix;

import static io.fairlead.posix.Epoll.EPOLLET;
import static io.fairlead.posix.Epoll.EPOLLIN;
import static io.fairlead.posix.Epoll.EPOLLOUT;
import static io.fairlead.posix.Epoll.EPOLLRDHUP;
import static io.fairlead.posix.Epoll.EPOLL_CTL_ADD;
import static io.fairlead.posix.Epoll.EPOLL_CTL_DEL;
import static io.fairlead.posix.Epoll.EPOLL_CTL_MOD;
import static io.fairlead.posix.Native.ok;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OpenDescriptors.class)
class EpollTest {
    private final Native c = new Native();
    private final Epoll epoll = new Epoll(c.posix, 16);

    @AfterEach
    void close() {
        epoll.close();
        epoll.close();
        c.close();
    }

    @Test
    void tellsWhatIsReadyWithAllBitsOfTheNumber() {
        int[] pair = c.pair(SocketConstants.SOCK_STREAM);
        long data = 0xfedc_ba98_7654_3210L;
        ok(epoll.epollCtl(EPOLL_CTL_ADD, pair[0], EPOLLIN | EPOLLRDHUP, data));
        assertThat(epoll.epollWait(0)).isZero();
        c.send(pair[1], "x");
        assertThat(epoll.epollWait(-1)).isOne();
        assertThat(epoll.events(0)).isEqualTo(EPOLLIN);
        assertThat(epoll.data(0)).isEqualTo(data);
        ok(epoll.epollCtl(EPOLL_CTL_MOD, pair[0], EPOLLOUT, 7));
        assertThat(epoll.epollWait(-1)).isOne();
        assertThat(epoll.events(0)).isEqualTo(EPOLLOUT);
        assertThat(epoll.data(0)).isEqualTo(7);
        ok(epoll.epollCtl(EPOLL_CTL_DEL, pair[0], 0, 0));
        assertThat(epoll.epollWait(0)).isZero();
    }

    @Test
    void manyEventsComeInOneCall() {
        Set<Long> expected = new HashSet<>();
        for (int i = 0; i < 10; i++) {
            int[] pair = c.pair(SocketConstants.SOCK_STREAM);
            ok(epoll.epollCtl(EPOLL_CTL_ADD, pair[0], EPOLLIN | EPOLLET, pair[0]));
            c.send(pair[1], "x");
            expected.add((long) pair[0]);
        }
        assertThat(epoll.epollWait(-1)).isEqualTo(10);
        Set<Long> ready = new HashSet<>();
        for (int i = 0; i < 10; i++) {
            ready.add(epoll.data(i));
        }
        assertThat(ready).isEqualTo(expected);
        assertThat(epoll.epollWait(0)).as("edges are told once").isZero();
    }

    @Test
    void refusalsAreErrnos() {
        assertThat(epoll.epollCtl(EPOLL_CTL_ADD, -1, EPOLLIN, 0)).isEqualTo(-Errno.EBADF);
        int[] pair = c.pair(SocketConstants.SOCK_STREAM);
        assertThat(epoll.epollCtl(EPOLL_CTL_MOD, pair[0], EPOLLIN, 0)).isEqualTo(-Errno.ENOENT);
        epoll.close();
        assertThat(epoll.epollWait(0)).isEqualTo(-Errno.EBADF);
    }

    @Test
    void anotherThreadWakesIt() throws InterruptedException {
        try (Eventfd wakeUp = new Eventfd(c.posix)) {
            ok(epoll.epollCtl(EPOLL_CTL_ADD, wakeUp.fd(), EPOLLIN, 42));
            Thread other = Thread.ofPlatform().start(wakeUp::signal);
            assertThat(epoll.epollWait(-1)).isOne();
            assertThat(epoll.data(0)).isEqualTo(42);
            other.join();
            assertThat(wakeUp.signal()).isTrue();
            assertThat(wakeUp.drain()).isEqualTo(2);
            assertThat(wakeUp.drain()).isEqualTo(-Errno.EAGAIN);
            assertThat(epoll.epollWait(0)).isZero();
        }
    }

    @Test
    void aClosedEventfdIsHarmless() {
        Eventfd wakeUp = new Eventfd(c.posix);
        wakeUp.close();
        wakeUp.close();
        assertThat(wakeUp.signal()).isFalse();
        assertThat(wakeUp.drain()).isEqualTo(-Errno.EBADF);
    }
}
