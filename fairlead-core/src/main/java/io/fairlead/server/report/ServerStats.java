package io.fairlead.server.report;

/**
 * A server's counters at one moment; all but {@code open} and {@code bufferBytes} only grow.
 *
 * @param opened connections accepted, and datagram sources seen
 * @param open connections and datagram sources at this moment
 * @param refused connections told that the server is full
 * @param failed connections for which the service threw
 * @param acceptFailures times that accepting failed
 * @param bytesReceived from all connections so far, those of TLS itself included
 * @param bytesSent to all connections so far, those of TLS itself included: what the kernel has
 *     taken
 * @param datagramsDropped datagrams not served or not sent: a queue of the server's or the kernel's
 *     for sending was full, the source cannot be answered, or the datagram was too long
 * @param datagramsDroppedByKernel datagrams that the kernel dropped before the server saw them:
 *     those that found no room in the socket's receive buffer, as none were received in time (and
 *     those with a wrong checksum). The kernel is asked now. Models {@code epoll} and {@code
 *     io_uring} ask their sockets, for which a run of datagrams that came joined (UDP_GRO) is one;
 *     the others read /proc/net/udp and udp6. 0 where there is neither, as on other systems than
 *     Linux
 * @param bufferBytes bytes lent to connections at this moment
 */
public record ServerStats(
        long opened,
        long open,
        long refused,
        long failed,
        long acceptFailures,
        long bytesReceived,
        long bytesSent,
        long datagramsDropped,
        long datagramsDroppedByKernel,
        long bufferBytes) {}
