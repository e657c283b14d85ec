package io.fairlead.posix.message;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import io.fairlead.posix.InetConstants;
import io.fairlead.posix.Sockaddr;
import io.fairlead.posix.SocketConstants;
import io.fairlead.posix.Ucred;
import java.lang.foreign.MemorySegment;
import java.util.Locale;

/**
 * Ancillary messages: written one after the other, or read one after the other, cmsg(3). Serves one
 * thread at a time, and makes no objects but for descriptors and credentials.
 *
 * <pre>
 *   write: clear(), putX() ...                          read: begin(n), while (next()) ... x()
 *
 *   struct cmsghdr   0       8     12   16             padded to 8
 *                    |cmsg_len|level|type| data ... |  ...
 * </pre>
 */
public final class Cmsg {
    static final int HEADER_BYTES = 16;
    static final int LEVEL = 8;
    static final int TYPE = 12;

    static final int IN_PKTINFO_BYTES = 12;
    static final int IN_PKTINFO_SPEC_DST = 4;
    static final int IN_PKTINFO_ADDR = 8;
    static final int IN6_PKTINFO_BYTES = 20;
    static final int IN6_PKTINFO_IFINDEX = 16;
    static final int TIMESPEC_BYTES = 16;
    private static final long NS_PER_S = 1_000_000_000;

    private MemorySegment memory;
    private long from;
    private int capacity;
    private int end;
    private int at;
    private int following;

    /** Messages in the caller's memory, which begins at a multiple of eight. */
    public Cmsg(MemorySegment memory) {
        this.memory = memory;
        capacity = (int) memory.byteSize();
    }

    /** CMSG_SPACE(3): how much room a message with so many bytes takes. */
    public static int space(int bytes) {
        return HEADER_BYTES + (bytes + 7 & -8);
    }

    MemorySegment memory() {
        return memory;
    }

    int capacity() {
        return capacity;
    }

    /** How many bytes of messages were put. */
    public int bytes() {
        return end;
    }

    /** Before writing: there is no message. */
    public Cmsg clear() {
        end = 0;
        return this;
    }

    /** Before writing: there is no message, and {@code capacity} bytes of room at {@code from}. */
    public Cmsg clear(MemorySegment memory, long from, int capacity) {
        this.memory = memory;
        this.from = from;
        this.capacity = capacity;
        end = 0;
        return this;
    }

    /** Before reading: {@code bytes} of messages have come. */
    public Cmsg begin(int bytes) {
        return begin(memory, 0, bytes);
    }

    /** Before reading: {@code bytes} of messages are in {@code memory} at {@code from}. */
    public Cmsg begin(MemorySegment memory, long from, int bytes) {
        this.memory = memory;
        this.from = from;
        end = bytes;
        following = 0;
        return this;
    }

    /** Goes to the first or next message; false when there is none. */
    public boolean next() {
        if (following + HEADER_BYTES > end) {
            return false;
        }
        at = following;
        long length = memory.get(JAVA_LONG_UNALIGNED, from + at);
        if (length < HEADER_BYTES || length > end - at) {
            return false; // cut short by MSG_CTRUNC
        }
        following = at + (int) (length + 7 & -8);
        return true;
    }

    /** Whether this message is of that level and type. */
    public boolean is(int level, int type) {
        return memory.get(JAVA_INT_UNALIGNED, from + at + LEVEL) == level
                && memory.get(JAVA_INT_UNALIGNED, from + at + TYPE) == type;
    }

    /** The number that this message is: UDP_GRO's bytes of each segment, IP_TTL, IP_TOS. */
    public int number() {
        return memory.get(JAVA_INT_UNALIGNED, data());
    }

    /** SO_TIMESTAMPNS: when the message came, in nanoseconds since 1970; a struct timespec. */
    public long timestampNs() {
        long seconds = memory.get(JAVA_LONG_UNALIGNED, data());
        return seconds * NS_PER_S + memory.get(JAVA_LONG_UNALIGNED, data() + Long.BYTES);
    }

    /** SCM_RIGHTS: the descriptors, which are now this process's to close. */
    public int[] rights() {
        int length = (int) memory.get(JAVA_LONG_UNALIGNED, from + at) - HEADER_BYTES;
        int[] fds = new int[length / Integer.BYTES];
        MemorySegment.copy(memory, JAVA_INT_UNALIGNED, data(), fds, 0, fds.length);
        return fds;
    }

    /** SCM_CREDENTIALS: who sent this, as the kernel vouches for. */
    public Ucred credentials() {
        return Ucred.read(memory, data());
    }

    /** IP_PKTINFO: the address the datagram came to (ipi_addr), in host byte order. */
    public int pktinfoAddress() {
        return memory.get(Sockaddr.NETWORK_INT, data() + IN_PKTINFO_ADDR);
    }

    /**
     * IP_PKTINFO: the address of this machine that an answer should come from (ipi_spec_dst), in
     * host byte order. Differs from {@link #pktinfoAddress} where that one is a broadcast address.
     */
    public int pktinfoLocal() {
        return memory.get(Sockaddr.NETWORK_INT, data() + IN_PKTINFO_SPEC_DST);
    }

    /** IP_PKTINFO: the interface the datagram came by. */
    public int pktinfoInterface() {
        return memory.get(JAVA_INT_UNALIGNED, data());
    }

    /** IPV6_PKTINFO: the first half of the address the datagram came to. */
    public long pktinfo6High() {
        return memory.get(Sockaddr.NETWORK_LONG, data());
    }

    /** IPV6_PKTINFO: the second half of the address the datagram came to. */
    public long pktinfo6Low() {
        return memory.get(Sockaddr.NETWORK_LONG, data() + Long.BYTES);
    }

    /** IPV6_PKTINFO: the interface the datagram came by. */
    public int pktinfo6Interface() {
        return memory.get(JAVA_INT_UNALIGNED, data() + IN6_PKTINFO_IFINDEX);
    }

    /** Where the data of this message begins in the memory. */
    public long data() {
        return from + at + HEADER_BYTES;
    }

    /** SCM_RIGHTS: gives the receiver copies of descriptors. */
    public Cmsg putRights(int... fds) {
        put(SocketConstants.SOL_SOCKET, SocketConstants.SCM_RIGHTS, fds.length * Integer.BYTES);
        MemorySegment.copy(fds, 0, memory, JAVA_INT_UNALIGNED, data(), fds.length);
        return this;
    }

    /** SCM_CREDENTIALS: who sends; the kernel refuses what is not true (EPERM). */
    public Cmsg putCredentials(Ucred sender) {
        put(SocketConstants.SOL_SOCKET, SocketConstants.SCM_CREDENTIALS, Ucred.BYTES);
        sender.write(memory, data());
        return this;
    }

    /** IP_PKTINFO: sends from an address of this machine (ipi_spec_dst), in host byte order. */
    public Cmsg putPktinfo(int address, int interfaceIndex) {
        put(InetConstants.IPPROTO_IP, InetConstants.IP_PKTINFO, IN_PKTINFO_BYTES);
        memory.set(JAVA_INT_UNALIGNED, data(), interfaceIndex);
        memory.set(Sockaddr.NETWORK_INT, data() + IN_PKTINFO_SPEC_DST, address);
        memory.set(JAVA_INT_UNALIGNED, data() + IN_PKTINFO_ADDR, 0);
        return this;
    }

    /** IPV6_PKTINFO: sends from an address of this machine. */
    public Cmsg putPktinfo6(long high, long low, int interfaceIndex) {
        put(InetConstants.IPPROTO_IPV6, InetConstants.IPV6_PKTINFO, IN6_PKTINFO_BYTES);
        memory.set(Sockaddr.NETWORK_LONG, data(), high);
        memory.set(Sockaddr.NETWORK_LONG, data() + Long.BYTES, low);
        memory.set(JAVA_INT_UNALIGNED, data() + IN6_PKTINFO_IFINDEX, interfaceIndex);
        return this;
    }

    /** UDP_SEGMENT: the kernel cuts what is sent into datagrams of so many bytes. */
    public Cmsg putSegment(int bytes) {
        put(InetConstants.IPPROTO_UDP, InetConstants.UDP_SEGMENT, Short.BYTES);
        memory.set(JAVA_SHORT_UNALIGNED, data(), (short) bytes);
        return this;
    }

    /** Writes the head of a message behind the others, and goes to it. */
    private void put(int level, int type, int bytes) {
        if (end + space(bytes) > capacity) {
            throw new IllegalArgumentException(
                    String.format(
                            Locale.ROOT,
                            "room for %d bytes of ancillary messages, not for %d",
                            capacity,
                            end + space(bytes)));
        }
        at = end;
        memory.set(JAVA_LONG_UNALIGNED, from + at, HEADER_BYTES + bytes);
        memory.set(JAVA_INT_UNALIGNED, from + at + LEVEL, level);
        memory.set(JAVA_INT_UNALIGNED, from + at + TYPE, type);
        end += space(bytes);
    }
}
