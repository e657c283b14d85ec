package io.fairlead.load;

import io.fairlead.net.Endpoint;
import io.fairlead.net.NetException;
import io.fairlead.posix.Sockaddr;
import io.fairlead.posix.SockaddrIn;
import io.fairlead.posix.SockaddrIn6;
import io.fairlead.posix.SockaddrUn;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** The addresses of the server, of which one is in use. Safe for any thread. */
final class Target {
    private final Endpoint endpoint;
    private final List<InetSocketAddress> addresses;
    private final AtomicInteger used = new AtomicInteger();
    private final long lookUpNs;
    private volatile boolean reached;

    /**
     * Looks the name up, if there is one.
     *
     * @param timeout how long that may take
     */
    Target(Endpoint endpoint, Duration timeout) throws NetException {
        this.endpoint = endpoint;
        boolean unix = endpoint.scheme() == Endpoint.Scheme.UNIX;
        long beganNs = System.nanoTime();
        addresses = unix ? List.of() : endpoint.resolve(timeout);
        lookUpNs = System.nanoTime() - beganNs;
    }

    /** What is left of {@code timeout} for connecting: the first one waited for the name, too. */
    long connectTimeoutNs(Duration timeout) {
        return Math.max(1, timeout.toNanos() - (reached ? 0 : lookUpNs));
    }

    Endpoint endpoint() {
        return endpoint;
    }

    boolean isDatagram() {
        return endpoint.scheme() == Endpoint.Scheme.UDP;
    }

    boolean isUnix() {
        return addresses.isEmpty();
    }

    /** The number of the address in use, for {@link #failed}. */
    int choice() {
        return used.get();
    }

    /** Something answered at the address in use, which stays in use. */
    void reached() {
        reached = true;
    }

    boolean isReached() {
        return reached;
    }

    /** The address at {@code choice} failed; true if there is another to try. */
    boolean failed(int choice) {
        if (reached || choice + 1 >= addresses.size()) return false;
        used.compareAndSet(choice, choice + 1);
        return true;
    }

    private InetSocketAddress inet() {
        return addresses.get(used.get());
    }

    /** Whether any address in 127.0.0.0/8 can be the local one. */
    boolean isIpv4Loopback() {
        return !isUnix()
                && inet().getAddress() instanceof Inet4Address four
                && four.isLoopbackAddress();
    }

    SocketAddress address() {
        return isUnix() ? UnixDomainSocketAddress.of(endpoint.path()) : inet();
    }

    Sockaddr sockaddr() {
        if (isUnix()) return SockaddrUn.of(endpoint.path());
        InetSocketAddress inet = inet();
        if (inet.getAddress() instanceof Inet4Address four) {
            return new SockaddrIn(ByteBuffer.wrap(four.getAddress()).getInt(), inet.getPort());
        }
        return SockaddrIn6.of(inet);
    }
}
