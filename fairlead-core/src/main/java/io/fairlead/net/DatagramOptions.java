package io.fairlead.net;

import java.util.List;
import java.util.stream.Stream;

/**
 * What a datagram socket is to be able to do beyond talking to one machine at a time. Immutable.
 *
 * @param memberships groups to join beside that of the endpoint. A socket that is bound to a group
 *     gets what is sent to that group only: further memberships may name other interfaces or
 *     sources for it. For several groups, bind every address ({@code udp://*:PORT})
 * @param multicastInterface the name or number of the network interface by which datagrams to
 *     groups leave (IP_MULTICAST_IF); empty for that of the first membership, or else of the
 *     system's route
 * @param multicastTtl how many networks such a datagram may reach, 0 to 255 (IP_MULTICAST_TTL,
 *     IPV6_MULTICAST_HOPS): 1 stays in this one, each router takes 1 away; 0 stays in this machine
 * @param multicastLoop true to have members on this machine get them, too (IP_MULTICAST_LOOP)
 * @param broadcast true to allow sending to a broadcast address (SO_BROADCAST, socket(7))
 * @param receiveBufferBytes room for datagrams that wait to be received (SO_RCVBUF), which Linux
 *     cuts to net.core.rmem_max; 0 for 1 MiB, or the system's default if that is more
 */
public record DatagramOptions(
        List<Membership> memberships,
        String multicastInterface,
        int multicastTtl,
        boolean multicastLoop,
        boolean broadcast,
        int receiveBufferBytes) {
    /** No groups but the endpoint's, which are reached in this network and machine. */
    public static final DatagramOptions DEFAULT =
            new DatagramOptions(List.of(), "", 1, true, false, 0);

    private static final int TTL_MAX = 255;

    /**
     * Checks them.
     *
     * @throws IllegalArgumentException if a number is out of its range
     */
    public DatagramOptions {
        memberships = List.copyOf(memberships);
        if (multicastTtl < 0 || multicastTtl > TTL_MAX) {
            throw new IllegalArgumentException(
                    "a multicast TTL is from 0 to 255, not " + multicastTtl);
        }
        if (receiveBufferBytes < 0) {
            throw new IllegalArgumentException(
                    "a receive buffer has more than 0 bytes, not " + receiveBufferBytes);
        }
    }

    /** These options with one more membership. */
    public DatagramOptions join(Membership membership) {
        return new DatagramOptions(
                Stream.concat(memberships.stream(), Stream.of(membership)).toList(),
                multicastInterface,
                multicastTtl,
                multicastLoop,
                broadcast,
                receiveBufferBytes);
    }

    /**
     * These options with one more membership.
     *
     * @param membership as {@link Membership#parse(String)} reads it
     * @throws IllegalArgumentException if it is none
     */
    public DatagramOptions join(String membership) {
        return join(Membership.parse(membership));
    }

    /** These options with another interface for what is sent to groups. */
    public DatagramOptions withMulticastInterface(String newInterface) {
        return new DatagramOptions(
                memberships,
                newInterface,
                multicastTtl,
                multicastLoop,
                broadcast,
                receiveBufferBytes);
    }

    /** These options with another reach of what is sent to groups. */
    public DatagramOptions withMulticastTtl(int newTtl) {
        return new DatagramOptions(
                memberships,
                multicastInterface,
                newTtl,
                multicastLoop,
                broadcast,
                receiveBufferBytes);
    }

    /** These options, with or without members on this machine getting what is sent. */
    public DatagramOptions withMulticastLoop(boolean newLoop) {
        return new DatagramOptions(
                memberships,
                multicastInterface,
                multicastTtl,
                newLoop,
                broadcast,
                receiveBufferBytes);
    }

    /** These options, with or without leave to send to a broadcast address. */
    public DatagramOptions withBroadcast(boolean newBroadcast) {
        return new DatagramOptions(
                memberships,
                multicastInterface,
                multicastTtl,
                multicastLoop,
                newBroadcast,
                receiveBufferBytes);
    }

    /** These options with another size of the receive buffer. */
    public DatagramOptions withReceiveBufferBytes(int newBytes) {
        return new DatagramOptions(
                memberships, multicastInterface, multicastTtl, multicastLoop, broadcast, newBytes);
    }
}
