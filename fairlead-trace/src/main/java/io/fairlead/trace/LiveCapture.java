package io.fairlead.trace;

import io.fairlead.packet.CapturedFrame;
import io.fairlead.packet.LinkType;
import io.fairlead.packet.Octets;
import io.fairlead.posix.Descriptors;
import io.fairlead.posix.Errno;
import io.fairlead.posix.Poll;
import io.fairlead.posix.Posix;
import io.fairlead.posix.SockaddrLl;
import io.fairlead.posix.SockaddrStorage;
import io.fairlead.posix.SocketCalls;
import io.fairlead.posix.SocketConstants;
import io.fairlead.posix.message.Cmsg;
import io.fairlead.posix.message.MessageCalls;
import io.fairlead.posix.message.Msghdr;
import io.fairlead.posix.packet.PacketConstants;
import io.fairlead.posix.packet.PacketStatistics;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.NetworkInterface;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Captures what goes through the interfaces of this machine, with a packet socket, packet(7). Needs
 * CAP_NET_RAW. For one thread.
 *
 * <p>The socket strips the link header, whatever the interface is, and says what was in it; frames
 * get that as a cooked header ({@link LinkType#LINUX_SLL2}), so that a capture of many interfaces
 * is one file. A frame that loops back is seen as it goes out and as it comes in: only the second
 * counts.
 */
public final class LiveCapture implements AutoCloseable {
    private static final int FRAME_BYTES_MAX = 256 * 1024;
    private static final int RECEIVE_BUFFER_BYTES = 32 * 1024 * 1024;
    private static final int COOKED_BYTES = 20;

    private final Posix posix = new Posix();
    private final SocketCalls sockets = new SocketCalls(posix);
    private final MessageCalls messages = new MessageCalls(posix);
    private final Poll poll = new Poll(posix);
    private final PacketStatistics statistics = new PacketStatistics();
    private final Arena arena = Arena.ofShared();
    private final MemorySegment memory = arena.allocate(FRAME_BYTES_MAX, 64);
    private final Msghdr message = new Msghdr(1, Cmsg.space(16) * 2);
    private final int fd;

    private LiveCapture() throws CaptureException {
        String reason = Posix.reason();
        if (reason != null) throw new CaptureException(false, "capture: " + reason);
        int type = SocketConstants.SOCK_DGRAM | SocketConstants.SOCK_CLOEXEC;
        // Protocol 0 receives nothing yet: first the options, then bind says what and where.
        fd = sockets.socket(SocketConstants.AF_PACKET, type | SocketConstants.SOCK_NONBLOCK, 0);
        if (fd < 0) throw refused("socket(AF_PACKET)", fd);
        message.pieces(1).piece(0, memory.address(), memory.byteSize());
    }

    /**
     * Begins to capture; from when this returns no packet is missed.
     *
     * @param name of the interface; null for all
     * @param filter which packets are wanted: the kernel may leave out others
     * @throws CaptureException if there is no such interface, or this process may not
     */
    public static LiveCapture open(@Nullable String name, ConversationFilter filter)
            throws IOException {
        int index = name == null ? 0 : index(name);
        LiveCapture capture = new LiveCapture();
        try {
            capture.begin(index, filter);
            return capture;
        } catch (CaptureException e) {
            capture.close();
            throw e;
        }
    }

    private static int index(String name) throws IOException {
        NetworkInterface found = NetworkInterface.getByName(name);
        if (found == null) {
            throw new CaptureException(
                    false, "there is no interface \"" + name + "\"; ip link lists them");
        }
        return found.getIndex();
    }

    private void begin(int index, ConversationFilter filter) throws CaptureException {
        int level = SocketConstants.SOL_SOCKET;
        // Beyond net.core.rmem_max only CAP_NET_ADMIN may go.
        int forced = SocketConstants.SO_RCVBUFFORCE;
        if (sockets.setsockopt(fd, level, forced, RECEIVE_BUFFER_BYTES) < 0) {
            sockets.setsockopt(fd, level, SocketConstants.SO_RCVBUF, RECEIVE_BUFFER_BYTES);
        }
        require("setsockopt(SO_TIMESTAMPNS)", SocketConstants.SO_TIMESTAMPNS, level);
        KernelClock.await();
        // Where a sandbox refuses this, more comes than is wanted, no less.
        PortFilter.of(filter).attach(sockets, fd);
        SockaddrLl all = new SockaddrLl(PacketConstants.ETH_P_ALL, index);
        int bound = sockets.bind(fd, new SockaddrStorage(all));
        if (bound < 0) throw refused("bind(AF_PACKET)", bound);
    }

    private void require(String call, int option, int level) throws CaptureException {
        int result = sockets.setsockopt(fd, level, option, 1);
        if (result < 0) throw refused(call, result);
    }

    private static CaptureException refused(String call, int result) {
        boolean permission = result == -Errno.EPERM || result == -Errno.EACCES;
        String what = call + ": " + Errno.name(-result) + ": ";
        return permission
                ? new CaptureException(
                        true,
                        what
                                + "capturing packets needs CAP_NET_RAW; have sudo tcpdump -U -w -"
                                + " capture, and read it with --pcap -")
                : new CaptureException(false, what + Errno.text(result));
    }

    /** Waits until there are frames, but no longer than so many milliseconds. */
    public boolean await(int timeoutMs) {
        return poll.poll(fd, Poll.POLLIN, timeoutMs) > 0;
    }

    /**
     * The next frame that has come; null when there is none just now.
     *
     * @throws IOException if the interface is gone
     */
    public @Nullable CapturedFrame tryNext() throws IOException {
        while (true) {
            int flags = SocketConstants.MSG_DONTWAIT | SocketConstants.MSG_TRUNC;
            int bytes = messages.recvmsg(fd, message.forReceiving(), flags);
            if (bytes == -Errno.EAGAIN) return null;
            if (bytes == -Errno.EINTR) continue;
            if (bytes < 0) throw refused("recvmsg(AF_PACKET)", bytes);
            message.received();
            if (message.from() instanceof SockaddrLl link && !isOnItsWayToItself(link)) {
                return frame(link, bytes);
            }
        }
    }

    private static boolean isOnItsWayToItself(SockaddrLl link) {
        return link.hatype() == PacketConstants.ARPHRD_LOOPBACK
                && link.pkttype() == PacketConstants.PACKET_OUTGOING;
    }

    private CapturedFrame frame(SockaddrLl link, int bytes) {
        int kept = Math.min(bytes, FRAME_BYTES_MAX);
        ByteBuffer cooked = ByteBuffer.allocate(COOKED_BYTES + kept);
        cooked.putShort((short) protocol(link, kept)).putShort((short) 0).putInt(link.ifindex());
        cooked.putShort((short) link.hatype()).put((byte) link.pkttype());
        cooked.put((byte) link.hardware().length()).putLong(link.hardware().bytes());
        MemorySegment.copy(memory, ValueLayout.JAVA_BYTE, 0, cooked.array(), COOKED_BYTES, kept);
        return new CapturedFrame(
                timeNs(),
                LinkType.LINUX_SLL2,
                COOKED_BYTES + bytes,
                Octets.of(cooked.array()),
                link.ifindex());
    }

    /**
     * Behind one tag that it takes off, Linux 6.10 leaves a second, and names what that is around.
     */
    private int protocol(SockaddrLl link, int bytes) {
        int version = bytes == 0 ? 0 : memory.get(ValueLayout.JAVA_BYTE, 0) >> 4;
        boolean tagged =
                switch (link.protocol()) {
                    case PacketConstants.ETH_P_IP -> version != 4;
                    case PacketConstants.ETH_P_IPV6 -> version != 6;
                    default -> false;
                };
        return tagged ? PacketConstants.ETH_P_8021Q : link.protocol();
    }

    private long timeNs() {
        Cmsg control = message.control();
        while (control.next()) {
            if (control.is(SocketConstants.SOL_SOCKET, SocketConstants.SO_TIMESTAMPNS)) {
                return control.timestampNs();
            }
        }
        return KernelClock.nowNs();
    }

    /** How many frames found no room in the socket's buffer so far, and so were not seen. */
    public long drops() {
        statistics.read(sockets, fd);
        return statistics.drops();
    }

    @Override
    public void close() {
        new Descriptors(posix).close(fd);
        arena.close();
    }
}
