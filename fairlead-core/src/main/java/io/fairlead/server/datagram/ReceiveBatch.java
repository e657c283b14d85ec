package io.fairlead.server.datagram;

import static io.fairlead.posix.InetConstants.IPPROTO_IP;
import static io.fairlead.posix.InetConstants.IPPROTO_IPV6;
import static io.fairlead.posix.InetConstants.IPPROTO_UDP;
import static io.fairlead.posix.InetConstants.IPV6_PKTINFO;
import static io.fairlead.posix.InetConstants.IP_PKTINFO;
import static io.fairlead.posix.InetConstants.UDP_GRO;
import static io.fairlead.posix.SocketConstants.MSG_DONTWAIT;
import static io.fairlead.posix.SocketConstants.MSG_TRUNC;

import io.fairlead.frame.Frame;
import io.fairlead.frame.IoBuffer;
import io.fairlead.posix.Errno;
import io.fairlead.posix.SockaddrIn6;
import io.fairlead.posix.message.Cmsg;
import io.fairlead.posix.message.MessageCalls;
import io.fairlead.posix.message.Mmsg;
import io.fairlead.server.site.Site;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * What one recvmmsg(2) brings: some datagrams, of which each may be several of one length in a row
 * (UDP_GRO), cut apart here. Its memory is borrowed for as long as there is something to read.
 *
 * <pre>
 *   0             69,888         139,776                      one piece of 1 MiB
 *   | place 0       | place 1      | ...  15 of them
 *   | seg | seg |sg |
 * </pre>
 *
 * <p>Belongs to the loop's thread.
 */
final class ReceiveBatch {
    /**
     * Room for the longest datagram, and so much more that the first bytes of the places, which are
     * mostly all that is used, do not share one set of a processor's cache.
     */
    private static final int PLACE_BYTES = 64 * 1024 + 68 * 64;

    private static final int BYTES_MAX = 1024 * 1024;
    static final int BYTES_MIN = 64 * 1024;
    private static final int MULTICAST = 0xff; // ff00::/8, RFC 4291 section 2.7
    private static final int PLACES_MAX = BYTES_MAX / PLACE_BYTES;

    /** UDP_GRO, and both kinds of pktinfo for an IPv4 datagram on an IPv6 socket. */
    private static final int CONTROL_BYTES = Cmsg.space(4) + Cmsg.space(12) + Cmsg.space(20);

    private final Site site;
    private final IoBuffer inbound;
    private final Mmsg mmsg = new Mmsg(PLACES_MAX, CONTROL_BYTES);
    private final DatagramSource source = new DatagramSource();
    private int bytes;
    private int places;
    private int segmentBytes;
    private @Nullable LocalAddress arrivedAt;

    ReceiveBatch(Site site) {
        this.site = site;
        inbound = new IoBuffer(site.slab());
    }

    /** Borrows memory for a batch, or for a smaller one; false if there is none. */
    boolean reserve() {
        for (bytes = BYTES_MAX; bytes >= BYTES_MIN; bytes /= 4) {
            places = Math.max(1, bytes / PLACE_BYTES);
            if (inbound.reserve(bytes)) return true;
        }
        return false;
    }

    void release() {
        inbound.release();
    }

    /** How many datagrams one call can bring now. */
    int places() {
        return places;
    }

    /** Who sent the datagram that is being served; changes with the next. */
    DatagramSource source() {
        return source;
    }

    /** recvmmsg(2): how many have come, or {@code -errno}. */
    int receive(MessageCalls calls, int fd) {
        inbound.reserve(bytes); // the same memory again: it is empty
        mmsg.place(MemorySegment.ofBuffer(inbound.space()).address(), placeBytes());
        int count;
        do {
            count = calls.recvmmsg(fd, mmsg, places, MSG_DONTWAIT);
        } while (count == -Errno.EINTR);
        if (count > 0) inbound.commit(count * placeBytes());
        return count;
    }

    private int placeBytes() {
        return Math.min(PLACE_BYTES, bytes);
    }

    /** Has what has come last served, in the order of its coming. */
    void serve(int count, DatagramPeers peers, DatagramPeers.Maker maker) {
        for (int i = 0; i < count; i++) {
            source.read(mmsg.names(), Mmsg.nameOffset(i));
            readControl(mmsg.control(i));
            if ((mmsg.flags(i) & MSG_TRUNC) == 0) {
                serveSegments(mmsg.length(i), peers, maker);
                inbound.drain(placeBytes() - mmsg.length(i));
            } else {
                site.datagramDropped(); // longer than any should be
                inbound.drain(placeBytes());
            }
        }
    }

    private void serveSegments(int length, DatagramPeers peers, DatagramPeers.Maker maker) {
        int left = length;
        do {
            int size = segmentBytes == 0 ? left : Math.min(segmentBytes, left);
            Frame datagram = inbound.take(0, size, 0);
            peers.serve(source, maker, datagram, arrivedAt);
            inbound.expireFrame();
            left -= size;
        } while (left > 0);
    }

    private void readControl(Cmsg message) {
        segmentBytes = 0;
        boolean ofIpv4 = false;
        boolean told = false;
        while (message.next()) {
            if (message.is(IPPROTO_UDP, UDP_GRO)) {
                segmentBytes = message.number();
            } else if (message.is(IPPROTO_IP, IP_PKTINFO)) {
                arrivedAt(0, SockaddrIn6.mapped(message.pktinfoLocal()));
                ofIpv4 = true;
                told = true;
            } else if (!ofIpv4 && message.is(IPPROTO_IPV6, IPV6_PKTINFO)) {
                arrivedAt(message.pktinfo6High(), message.pktinfo6Low());
                told = message.pktinfo6High() >>> 56 != MULTICAST; // nobody can send from a group
            }
        }
        if (!told) arrivedAt = null;
    }

    /** Keeps the object while the address stays the same, as it mostly does. */
    private void arrivedAt(long high, long low) {
        LocalAddress before = arrivedAt;
        if (before == null || !before.isAt(high, low)) arrivedAt = new LocalAddress(high, low);
    }
}
