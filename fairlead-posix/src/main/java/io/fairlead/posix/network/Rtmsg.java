package io.fairlead.posix.network;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import io.fairlead.posix.Errno;
import io.fairlead.posix.SocketCalls;
import io.fairlead.posix.SocketConstants;
import io.fairlead.posix.diag.DiagConstants;
import io.fairlead.posix.diag.NetlinkDiag;
import io.fairlead.posix.diag.Rtattr;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;

/**
 * Adds a route that leads nowhere, rtnetlink(7). Needs CAP_NET_ADMIN. Serves one thread at a time,
 * that of its {@link SocketCalls}.
 *
 * <pre>
 *   0        16         17          22        23          28            36
 *   |nlmsghdr|rtm_family|rtm_dst_len|rtm_table|... rtm_type|RTA_DST, addr|
 * </pre>
 */
public final class Rtmsg {
    /** Whoever sends is told EHOSTUNREACH, and a router tells ICMP "host unreachable". */
    public static final int RTN_UNREACHABLE = 7;

    /** Whoever sends is told EACCES, and a router tells ICMP "administratively prohibited". */
    public static final int RTN_PROHIBIT = 8;

    public static final int RTM_NEWROUTE = 24;
    public static final int RT_TABLE_MAIN = 254;
    public static final int RTPROT_STATIC = 4;
    public static final int RTA_DST = 1;
    public static final int NETLINK_ROUTE = 0;
    public static final int NLM_F_ACK = 0x4;
    public static final int NLM_F_CREATE = 0x400;

    static final int BYTES = 12;
    static final int DST_LEN = 1;
    static final int TABLE = 4;
    static final int PROTOCOL = 5;
    static final int TYPE = 7;

    private static final int HEADER = NetlinkDiag.HEADER_BYTES;
    private static final int ATTRIBUTE = HEADER + BYTES;
    private static final int ADDRESS = ATTRIBUTE + Rtattr.HEADER_BYTES;
    private static final int REQUEST_BYTES = ADDRESS + Integer.BYTES;
    private static final int ANSWER_BYTES_MAX = 1024;

    private Rtmsg() {}

    /**
     * Adds an IPv4 route of a type of RTN: 0, or {@code -errno}.
     *
     * @param fd a socket of AF_NETLINK and NETLINK_ROUTE
     * @param network its first octet in the highest bits
     * @param prefix how many bits of it count
     */
    public static int add(SocketCalls sockets, int fd, int type, int network, int prefix) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment request = arena.allocate(REQUEST_BYTES, Long.BYTES);
            request.set(JAVA_INT, 0, REQUEST_BYTES);
            request.set(JAVA_SHORT, NetlinkDiag.TYPE, (short) RTM_NEWROUTE);
            int flags = DiagConstants.NLM_F_REQUEST | NLM_F_ACK | NLM_F_CREATE;
            request.set(JAVA_SHORT, NetlinkDiag.FLAGS, (short) flags);
            request.set(JAVA_BYTE, HEADER, (byte) SocketConstants.AF_INET);
            request.set(JAVA_BYTE, HEADER + DST_LEN, (byte) prefix);
            request.set(JAVA_BYTE, HEADER + TABLE, (byte) RT_TABLE_MAIN);
            request.set(JAVA_BYTE, HEADER + PROTOCOL, (byte) RTPROT_STATIC);
            request.set(JAVA_BYTE, HEADER + TYPE, (byte) type);
            int attribute = Rtattr.HEADER_BYTES + Integer.BYTES;
            request.set(JAVA_SHORT, ATTRIBUTE, (short) attribute);
            request.set(JAVA_SHORT, ATTRIBUTE + Rtattr.TYPE, (short) RTA_DST);
            request.set(JAVA_INT.withOrder(ByteOrder.BIG_ENDIAN), ADDRESS, network);
            int sent = sockets.send(fd, request.address(), REQUEST_BYTES, 0);
            return sent < 0 ? sent : answer(sockets, fd, arena.allocate(ANSWER_BYTES_MAX, 8));
        }
    }

    /** What follows the header of an acknowledgement is 0 or the negative errno, netlink(7). */
    private static int answer(SocketCalls sockets, int fd, MemorySegment answer) {
        int bytes = sockets.recv(fd, answer.address(), answer.byteSize(), 0);
        if (bytes < 0) return bytes;
        boolean told = bytes >= HEADER + Integer.BYTES;
        boolean acknowledges =
                told && answer.get(JAVA_SHORT, NetlinkDiag.TYPE) == DiagConstants.NLMSG_ERROR;
        return acknowledges ? answer.get(JAVA_INT, HEADER) : -Errno.EBADMSG;
    }
}
