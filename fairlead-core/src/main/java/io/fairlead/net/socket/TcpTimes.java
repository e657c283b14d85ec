package io.fairlead.net.socket;

import static io.fairlead.posix.InetConstants.IPPROTO_TCP;
import static io.fairlead.posix.InetConstants.TCP_KEEPCNT;
import static io.fairlead.posix.InetConstants.TCP_KEEPIDLE;
import static io.fairlead.posix.InetConstants.TCP_KEEPINTVL;
import static io.fairlead.posix.InetConstants.TCP_USER_TIMEOUT;

import io.fairlead.posix.SocketCalls;
import java.io.IOException;
import java.net.SocketOption;
import java.nio.channels.NetworkChannel;

/**
 * When the kernel gives up a TCP peer that is gone without a word, tcp(7). Immutable.
 *
 * @param idleS silence in seconds until it is asked
 * @param intervalS seconds between two questions
 * @param probes questions without an answer
 * @param userTimeoutMs how long what was sent may wait for its acknowledgement; 0 leaves it to the
 *     kernel
 */
public record TcpTimes(int idleS, int intervalS, int probes, int userTimeoutMs) {
    /**
     * Sets what the platform's Java has of them; TCP_USER_TIMEOUT it has nowhere.
     *
     * @throws IOException if the kernel refuses one
     */
    public void set(NetworkChannel channel) throws IOException {
        set(channel, "TCP_KEEPIDLE", idleS);
        set(channel, "TCP_KEEPINTERVAL", intervalS);
        set(channel, "TCP_KEEPCOUNT", probes);
    }

    @SuppressWarnings("unchecked") // all three are of Integer, ExtendedSocketOptions says
    private static void set(NetworkChannel channel, String name, int value) throws IOException {
        // By name: the module jdk.net, which has them, may not be there.
        for (SocketOption<?> option : channel.supportedOptions()) {
            if (option.name().equals(name))
                channel.setOption((SocketOption<Integer>) option, value);
        }
    }

    /**
     * Sets all of them on a descriptor.
     *
     * @throws IOException if the kernel refuses one
     */
    public void set(SocketCalls sockets, int fd) throws IOException {
        set(sockets, fd, TCP_KEEPIDLE, idleS);
        set(sockets, fd, TCP_KEEPINTVL, intervalS);
        set(sockets, fd, TCP_KEEPCNT, probes);
        set(sockets, fd, TCP_USER_TIMEOUT, userTimeoutMs);
    }

    private static void set(SocketCalls sockets, int fd, int option, int value) throws IOException {
        NativeErrors.check(sockets.setsockopt(fd, IPPROTO_TCP, option, value));
    }
}
