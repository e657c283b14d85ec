package io.fairlead.posix.diag;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;

import io.fairlead.posix.SocketConstants;
import java.lang.foreign.MemorySegment;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;

/**
 * One TCP or UDP socket as the kernel tells of it: sock_diag(7), {@code <linux/inet_diag.h>}.
 * Serves one thread at a time; {@link #at} moves it to a message.
 *
 * <pre>
 *   struct inet_diag_req_v2   0      1        2   3   4      8           56
 *                             |family|protocol|ext|pad|states| id ...     |
 *
 *   struct inet_diag_msg      0      1     2     3       4       52      56     60     64  68    72
 *                             |family|state|timer|retrans| id ...|expires|rqueue|wqueue|uid|inode|
 *
 *   struct inet_diag_sockid   0     2     4            20           36   40         48
 *                             |sport|dport| src        | dst        | if | cookie   |
 * </pre>
 */
public final class InetDiag {
    static final int REQ_BYTES = 56;
    static final int REQ_PROTOCOL = 1;
    static final int REQ_EXT = 2;
    static final int REQ_STATES = 4;
    static final int REQ_ID = 8;

    static final int MSG_BYTES = 72;
    static final int STATE = 1;
    static final int TIMER = 2;
    static final int RETRANS = 3;
    static final int ID = 4;
    static final int EXPIRES = 52;
    static final int RQUEUE = 56;
    static final int WQUEUE = 60;
    static final int UID = 64;
    static final int INODE = 68;

    static final int SOCKID_BYTES = 48;
    static final int DPORT = 2;
    static final int SRC = 4;
    static final int DST = 20;
    static final int IF = 36;
    static final int COOKIE = 40;

    private static final int IPV4_BYTES = 4;
    private static final int IPV6_BYTES = 16;
    private static final int ALL_STATES = 0xfff;

    private ByteBuffer memory = ByteBuffer.allocate(0);
    private int offset;

    /** Writes a request for all sockets of a family and protocol; returns its length in bytes. */
    public static int request(MemorySegment memory, int family, int protocol, int... attributes) {
        int extensions = 0;
        for (int attribute : attributes) {
            extensions |= 1 << (attribute - 1);
        }
        memory.asSlice(0, REQ_BYTES).fill((byte) 0);
        memory.set(JAVA_BYTE, 0, (byte) family);
        memory.set(JAVA_BYTE, REQ_PROTOCOL, (byte) protocol);
        memory.set(JAVA_BYTE, REQ_EXT, (byte) extensions);
        memory.set(JAVA_INT_UNALIGNED, REQ_STATES, ALL_STATES);
        return REQ_BYTES;
    }

    /** Moves to the message that {@link NetlinkDiag#next} found; false if it is too short. */
    public boolean at(NetlinkDiag dump, Rtattr attributes) {
        memory = dump.answer();
        offset = dump.offset();
        attributes.begin(memory, offset + MSG_BYTES, offset + dump.bytes());
        return dump.bytes() >= MSG_BYTES;
    }

    private int octet(int field) {
        return Byte.toUnsignedInt(memory.get(offset + field));
    }

    private long number(int field) {
        return Integer.toUnsignedLong(memory.getInt(offset + field));
    }

    private InetSocketAddress place(int address, int port) {
        boolean four = octet(0) == SocketConstants.AF_INET;
        int bytes = four ? IPV4_BYTES : IPV6_BYTES;
        byte[] raw = new byte[bytes];
        memory.get(offset + ID + address, raw);
        int high = octet(ID + port); // in network byte order
        int number = high << Byte.SIZE | octet(ID + port + 1);
        try {
            InetAddress inet = InetAddress.getByAddress(raw);
            boolean zoned = inet.isLinkLocalAddress() && !four && interfaceIndex() != 0;
            return new InetSocketAddress(
                    zoned ? Inet6Address.getByAddress(null, raw, interfaceIndex()) : inet, number);
        } catch (UnknownHostException e) {
            throw new AssertionError(e); // only for other lengths
        }
    }

    /** idiag_family: AF_INET or AF_INET6. */
    public int family() {
        return octet(0);
    }

    /** idiag_state, one of the TCP_ states; for UDP TCP_ESTABLISHED or TCP_CLOSE. */
    public int state() {
        return octet(STATE);
    }

    /** idiag_timer: 0 none, 1 retransmission, 2 keepalive, 3 TIME_WAIT, 4 zero-window probe. */
    public int timer() {
        return octet(TIMER);
    }

    /** idiag_retrans: how often what the timer is for was done without success. */
    public int retrans() {
        return octet(RETRANS);
    }

    /** idiag_expires: milliseconds until the timer. */
    public long expiresMs() {
        return number(EXPIRES);
    }

    /** idiag_src and idiag_sport: where the socket is; an IPv4-mapped address is IPv4. */
    public InetSocketAddress source() {
        return place(SRC, 0);
    }

    /** idiag_dst and idiag_dport: where the peer is, all zero when there is none. */
    public InetSocketAddress destination() {
        return place(DST, DPORT);
    }

    /** idiag_if: the interface that the socket is bound to; 0 for none. */
    public int interfaceIndex() {
        return (int) number(ID + IF);
    }

    /** idiag_cookie: tells this socket from each other one, ever. */
    public long cookie() {
        return memory.getLong(offset + ID + COOKIE);
    }

    /** idiag_rqueue: bytes not read; of a listener, connections not accepted. */
    public long receiveQueue() {
        return number(RQUEUE);
    }

    /** idiag_wqueue: bytes not acknowledged; of a listener, how many may wait. */
    public long sendQueue() {
        return number(WQUEUE);
    }

    /** idiag_uid: the user that made it. */
    public int uid() {
        return (int) number(UID);
    }

    /** idiag_inode: the number of the socket among open files; 0 when no process has it. */
    public long inode() {
        return number(INODE);
    }
}
