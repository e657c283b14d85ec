package io.fairlead.net.socket;

import java.net.InetSocketAddress;
import java.nio.channels.DatagramChannel;

/**
 * A datagram socket that is not connected, and whom it sends to: a broadcast address or a multicast
 * group, of which any member may answer.
 *
 * @param channel is the caller's to close
 * @param address with the port
 */
public record DatagramTarget(DatagramChannel channel, InetSocketAddress address) {}
