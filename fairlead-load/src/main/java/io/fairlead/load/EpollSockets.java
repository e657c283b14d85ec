package io.fairlead.load;

import static io.fairlead.posix.Epoll.EPOLLIN;
import static io.fairlead.posix.Epoll.EPOLLOUT;
import static io.fairlead.posix.Epoll.EPOLL_CTL_ADD;
import static io.fairlead.posix.Epoll.EPOLL_CTL_MOD;
import static io.fairlead.posix.InetConstants.IPPROTO_IP;
import static io.fairlead.posix.InetConstants.IPPROTO_TCP;
import static io.fairlead.posix.InetConstants.IP_BIND_ADDRESS_NO_PORT;
import static io.fairlead.posix.InetConstants.TCP_NODELAY;
import static io.fairlead.posix.SocketConstants.MSG_DONTWAIT;
import static io.fairlead.posix.SocketConstants.MSG_NOSIGNAL;
import static io.fairlead.posix.SocketConstants.SOCK_CLOEXEC;
import static io.fairlead.posix.SocketConstants.SOCK_DGRAM;
import static io.fairlead.posix.SocketConstants.SOCK_NONBLOCK;
import static io.fairlead.posix.SocketConstants.SOCK_STREAM;
import static io.fairlead.posix.SocketConstants.SOL_SOCKET;
import static io.fairlead.posix.SocketConstants.SO_ERROR;

import io.fairlead.net.NetException;
import io.fairlead.net.socket.NativeErrors;
import io.fairlead.posix.Descriptors;
import io.fairlead.posix.Epoll;
import io.fairlead.posix.Errno;
import io.fairlead.posix.PollTimeout;
import io.fairlead.posix.Posix;
import io.fairlead.posix.Sockaddr;
import io.fairlead.posix.SockaddrIn;
import io.fairlead.posix.SockaddrStorage;
import io.fairlead.posix.SocketCalls;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Bare descriptors and epoll(7): a message costs one send and one recv, and allocates nothing. For
 * one thread.
 */
final class EpollSockets implements LaneSockets {
    private static final int EVENTS_MAX = 512;
    private static final int SOURCES_MAX = 250;

    private final Target target;
    private final Posix posix = new Posix();
    private final SocketCalls calls = new SocketCalls(posix);
    private final Descriptors descriptors = new Descriptors(posix);
    private final Epoll epoll = new Epoll(posix, EVENTS_MAX);
    private final SockaddrStorage address = new SockaddrStorage();
    private final List<@Nullable Lane> lanes = new ArrayList<>(); // by number
    private int sources = 1;

    EpollSockets(Target target) throws IOException {
        this.target = target;
        NativeErrors.check(epoll.fd());
    }

    @Override
    public @Nullable LaneSocket connect(Lane lane) throws IOException {
        while (true) {
            Sockaddr peer = target.sockaddr();
            int type = target.isDatagram() ? SOCK_DGRAM : SOCK_STREAM;
            int fd = calls.socket(peer.family(), type | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
            if (fd < 0) throw failed("socket", fd);
            if (peer instanceof SockaddrIn && sources > 1) bindSource(fd);
            address.set(peer);
            int result = calls.connect(fd, address);
            if (result >= 0 || result == -Errno.EINPROGRESS) return socket(fd, lane);
            descriptors.close(fd);
            if (result == -Errno.EAGAIN && target.isUnix()) return null;
            // Local ports are counted for each local address, of which loopback has many.
            boolean portsRanOut = result == -Errno.EADDRNOTAVAIL && target.isIpv4Loopback();
            if (!portsRanOut || sources == SOURCES_MAX) throw failed("connect", result);
            sources++;
        }
    }

    private void bindSource(int fd) {
        calls.setsockopt(fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, 1);
        address.set(new SockaddrIn(SockaddrIn.INADDR_LOOPBACK + sources - 1, 0));
        calls.bind(fd, address); // where that fails, connect takes the usual address
    }

    private NetException failed(String call, int result) {
        return NetException.of(call, target.endpoint(), NativeErrors.of(result));
    }

    private LaneSocket socket(int fd, Lane lane) throws IOException {
        if (!target.isUnix() && !target.isDatagram()) {
            calls.setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, 1);
        }
        while (lanes.size() <= lane.number) lanes.add(null);
        lanes.set(lane.number, lane);
        int result = epoll.epollCtl(EPOLL_CTL_ADD, fd, EPOLLIN | EPOLLOUT, lane.number);
        if (result < 0) {
            descriptors.close(fd);
            throw failed("epoll_ctl", result);
        }
        return new EpollSocket(fd, lane.number);
    }

    @Override
    public int await(long timeoutNs) throws IOException {
        int count = epoll.epollWait(PollTimeout.wholeMillis(timeoutNs));
        if (count == -Errno.EINTR) return 0;
        NativeErrors.check(count);
        return count;
    }

    @Override
    public Lane lane(int index) {
        return Objects.requireNonNull(lanes.get((int) epoll.data(index)));
    }

    @Override
    public boolean isReadable(int index) {
        return (epoll.events(index) & ~EPOLLOUT) != 0;
    }

    @Override
    public boolean isWritable(int index) {
        return (epoll.events(index) & EPOLLOUT) != 0;
    }

    @Override
    public int sources() {
        return sources;
    }

    @Override
    public void close() {
        epoll.close();
    }

    /** One descriptor. */
    private final class EpollSocket implements LaneSocket {
        private final int number;
        private int fd;
        private boolean outputWatched = true;

        EpollSocket(int fd, int number) {
            this.fd = fd;
            this.number = number;
        }

        @Override
        public boolean tryFinishConnect() throws IOException {
            int error = calls.getsockopt(fd, SOL_SOCKET, SO_ERROR);
            if (error != 0) throw failed("connect", error < 0 ? error : -error);
            return true;
        }

        @Override
        public int receive(Memory memory) throws IOException {
            int count = calls.recv(fd, memory.address, memory.size, MSG_DONTWAIT);
            if (count > 0) return count;
            if (count == 0) return target.isDatagram() ? 0 : ENDED;
            if (count == -Errno.EAGAIN || count == -Errno.EINTR) return 0;
            throw failed("recv", count);
        }

        @Override
        public int send(Memory memory, int offset, int count) throws IOException {
            int sent = calls.send(fd, memory.address + offset, count, MSG_DONTWAIT | MSG_NOSIGNAL);
            if (sent >= 0) return sent;
            if (sent == -Errno.EAGAIN || sent == -Errno.EINTR) return 0;
            throw failed("send", sent);
        }

        @Override
        public void watchOutput(boolean wanted) throws IOException {
            if (wanted == outputWatched) return;
            outputWatched = wanted;
            int events = EPOLLIN | (wanted ? EPOLLOUT : 0);
            NativeErrors.check(epoll.epollCtl(EPOLL_CTL_MOD, fd, events, number));
        }

        @Override
        public void close() {
            if (fd >= 0) descriptors.close(fd); // which ends the watch, too
            fd = -1;
        }
    }
}
