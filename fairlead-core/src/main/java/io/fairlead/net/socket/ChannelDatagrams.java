package io.fairlead.net.socket;

import io.fairlead.net.DatagramOptions;
import io.fairlead.net.Endpoint;
import io.fairlead.net.EndpointException;
import io.fairlead.net.Membership;
import io.fairlead.net.NetException;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.MembershipKey;
import java.nio.channels.UnsupportedAddressTypeException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A bound datagram socket as a channel of java.nio. Safe for any thread. */
public final class ChannelDatagrams implements BoundDatagrams {
    /** Room for some datagrams of 64 KiB; Linux cuts it to net.core.rmem_max, socket(7). */
    static final int RECEIVE_BYTES = 1 << 20;

    private final DatagramChannel channel;
    private final Endpoint endpoint;
    private final InetSocketAddress localAddress;
    private final Memberships memberships;

    private ChannelDatagrams(
            DatagramChannel channel,
            Endpoint endpoint,
            SocketAddress localAddress,
            Memberships memberships) {
        this.channel = channel;
        this.endpoint = endpoint;
        this.localAddress = (InetSocketAddress) localAddress;
        this.memberships = memberships;
    }

    /**
     * Opens and binds. A host name's first address is bound. Where groups are joined, other sockets
     * may have the port, too (SO_REUSEADDR, which is on for nothing else); what is sent comes from
     * an address of this machine.
     *
     * @param sharesPort true to let other sockets of this user have the same port, between which
     *     the kernel then spreads the sources (SO_REUSEPORT, socket(7))
     * @throws NetException if that fails; nothing is left open
     * @throws IllegalArgumentException if the endpoint is not a UDP one, nothing of a group would
     *     come to it, or the port of a group is to be shared: each socket gets every datagram
     */
    public static ChannelDatagrams open(
            Endpoint endpoint, DatagramOptions options, boolean sharesPort) throws NetException {
        Sockets.requireUdp(endpoint);
        List<InetSocketAddress> addresses = endpoint.resolve();
        try {
            return open(endpoint, addresses.getFirst(), options, sharesPort);
        } catch (NetException e) {
            if (!Sockets.isIpv6Missing(endpoint, e)) throw e;
            return open(endpoint, addresses.getLast(), options, sharesPort);
        }
    }

    private static ChannelDatagrams open(
            Endpoint wanted, InetSocketAddress address, DatagramOptions options, boolean sharesPort)
            throws NetException {
        InetAddress host = address.getAddress();
        List<Membership> joined = Memberships.wanted(wanted, host, options);
        DatagramChannel channel = null;
        try {
            channel = DatagramChannel.open(Sockets.family(address));
            if (sharesPort) channel.setOption(StandardSocketOptions.SO_REUSEPORT, true);
            if (!joined.isEmpty()) channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            prepare(channel, options);
            sendBy(channel, Interfaces.toSendBy(Memberships.JOIN, wanted, options, joined));
            channel.bind(address);
            Memberships memberships = new Memberships(wanted, sharesPort, doorOf(channel));
            memberships.join(joined);
            SocketAddress local = channel.getLocalAddress();
            return new ChannelDatagrams(channel, Sockets.bound(wanted, local), local, memberships);
        } catch (EndpointException e) {
            Sockets.closeAfter(e, channel);
            throw e;
        } catch (IOException | RuntimeException e) {
            Sockets.closeAfter(e, channel);
            throw PortHolder.bindFailure(wanted, e);
        }
    }

    /**
     * Over a socket that is bound already, with a descriptor of its own; see {@link
     * Listener#adopt}. Datagrams that the kernel has joined (UDP_GRO) cannot be told apart here, so
     * it joins none from now on.
     *
     * @param sharesPort whether other sockets of ours have the same port
     * @throws NetException if there can be no channel for it, or a group cannot be joined; nothing
     *     is left open
     */
    public static ChannelDatagrams adopt(
            int fd, Endpoint endpoint, DatagramOptions options, boolean sharesPort)
            throws NetException {
        AdoptedChannels adopted = new AdoptedChannels(fd, endpoint);
        DatagramChannel channel = null;
        try {
            SocketAddress local = adopted.localAddress();
            channel = adopted.datagrams();
            prepare(channel, options);
            List<Membership> joined = options.memberships();
            sendBy(channel, Interfaces.toSendBy(Memberships.JOIN, endpoint, options, joined));
            Memberships memberships = new Memberships(endpoint, sharesPort, doorOf(channel));
            memberships.join(joined);
            return new ChannelDatagrams(channel, endpoint, local, memberships);
        } catch (IOException | RuntimeException e) {
            Sockets.closeAfter(e, channel);
            throw NetException.of("adopt", endpoint, e);
        }
    }

    private static Memberships.Door doorOf(DatagramChannel channel) {
        return (group, at, source) -> {
            MembershipKey key =
                    source == null ? channel.join(group, at) : channel.join(group, at, source);
            return key::drop;
        };
    }

    /** Sets what does not depend on where the socket is bound. */
    static void prepare(DatagramChannel channel, DatagramOptions options) throws IOException {
        enlargeReceiveBuffer(channel, options.receiveBufferBytes());
        if (options.multicastTtl() != DatagramOptions.DEFAULT.multicastTtl()) {
            channel.setOption(StandardSocketOptions.IP_MULTICAST_TTL, options.multicastTtl());
        }
        if (!options.multicastLoop()) {
            channel.setOption(StandardSocketOptions.IP_MULTICAST_LOOP, false);
        }
        if (options.broadcast()) channel.setOption(StandardSocketOptions.SO_BROADCAST, true);
    }

    /**
     * Prepares a socket that sends to {@code to}, a group or a broadcast address, and is not bound.
     */
    static void prepareForMany(
            DatagramChannel channel, Endpoint remote, InetSocketAddress to, DatagramOptions options)
            throws IOException {
        prepare(channel, options);
        InetAddress host = to.getAddress();
        List<Membership> asked =
                host.isMulticastAddress()
                        ? List.of(Memberships.ofGroup(remote, host))
                        : options.memberships();
        sendBy(channel, Interfaces.toSendBy("connect", remote, options, asked));
        Endpoint every = Endpoint.udp(host instanceof Inet6Address ? "::" : "0.0.0.0", 0);
        new Memberships(every, false, doorOf(channel)).join(options.memberships());
    }

    private static void sendBy(DatagramChannel channel, @Nullable NetworkInterface at)
            throws IOException {
        if (at != null) channel.setOption(StandardSocketOptions.IP_MULTICAST_IF, at);
    }

    /**
     * @param asked 0 if nobody asks for a size
     */
    static void enlargeReceiveBuffer(DatagramChannel channel, int asked) {
        SocketOption<Integer> option = StandardSocketOptions.SO_RCVBUF;
        try {
            if (asked > 0) {
                channel.setOption(option, asked);
            } else if (channel.getOption(option) < RECEIVE_BYTES) {
                channel.setOption(option, RECEIVE_BYTES);
            }
        } catch (IOException refused) {
            // macOS refuses what is over its limit. The default buffer works, it only drops sooner.
            return;
        }
    }

    /** The channel, in blocking mode unless it was changed; closed with this. */
    public DatagramChannel channel() {
        return channel;
    }

    @Override
    public Endpoint endpoint() {
        return endpoint;
    }

    /** The address that is bound. */
    public InetSocketAddress localAddress() {
        return localAddress;
    }

    @Override
    public boolean send(ByteBuffer datagram, InetSocketAddress to) throws NetException {
        int bytes = datagram.remaining();
        try {
            return channel.send(datagram, to) == bytes;
        } catch (IOException | UnsupportedAddressTypeException e) {
            throw BoundDatagrams.sendFailure(to, e);
        }
    }

    @Override
    public void join(Membership membership) throws NetException {
        memberships.join(membership);
    }

    @Override
    public void leave(Membership membership) throws NetException {
        memberships.leave(membership);
    }

    @Override
    public int receiveBufferBytes() {
        return receiveBufferBytes(channel);
    }

    /** The size of a socket's receive buffer; 0 once it is closed. */
    public static int receiveBufferBytes(DatagramChannel channel) {
        try {
            return channel.getOption(StandardSocketOptions.SO_RCVBUF);
        } catch (IOException closed) {
            return 0;
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // the descriptor is gone whatever close said
        }
    }
}
