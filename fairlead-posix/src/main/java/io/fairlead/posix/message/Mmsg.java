package io.fairlead.posix.message;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.fairlead.posix.InetConstants;
import io.fairlead.posix.Sockaddr;
import io.fairlead.posix.SockaddrIn;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * A batch of datagrams for recvmmsg(2) and sendmmsg(2), each with an address, a place for its bytes
 * and room for ancillary messages. Serves one thread at a time; its memory goes when the garbage
 * collector finds that nobody holds it.
 *
 * <pre>
 *   struct mmsghdr   0      56      64
 *                    |msghdr|msg_len|         count of them; of each:
 *   its name 128, its control room, one struct iovec, its bytes
 * </pre>
 */
public final class Mmsg {
    static final int BYTES = 64;
    static final int LEN = 56;

    private final int count;
    private int bytesEach;
    private long bytesAddress;
    private final int controlEach;
    private final MemorySegment headers;
    private final MemorySegment iovecs;
    private final MemorySegment names;
    private final MemorySegment controls;
    private final MemorySegment memory;
    private final Cmsg control;

    /**
     * Allocates all of it.
     *
     * @param count how many datagrams, up to 1,024 (UIO_MAXIOV)
     * @param bytesEach the place for each datagram's bytes; 65,535 where UDP_GRO joins them
     * @param controlEach room for each datagram's ancillary messages; see {@link Cmsg#space}
     */
    public Mmsg(int count, int bytesEach, int controlEach) {
        this.count = count;
        this.bytesEach = bytesEach;
        this.controlEach = controlEach + 7 & -8;
        Arena arena = Arena.ofAuto();
        headers = arena.allocate((long) BYTES * count, Long.BYTES);
        iovecs = arena.allocate((long) Msghdr.IOVEC_BYTES * count, Long.BYTES);
        names = arena.allocate((long) Sockaddr.BYTES_MAX * count, Long.BYTES);
        controls = arena.allocate((long) this.controlEach * count, Long.BYTES);
        memory = arena.allocate((long) bytesEach * count, Long.BYTES);
        control = new Cmsg(controls);
        bytesAddress = memory.address();
        for (int i = 0; i < count; i++) {
            long header = (long) BYTES * i;
            headers.set(JAVA_LONG, header + Msghdr.IOV, iovec(i) + iovecs.address());
            headers.set(JAVA_LONG, header + Msghdr.IOVLEN, 1);
        }
    }

    /**
     * A batch whose bytes are elsewhere: {@link #place} says where before it receives, and {@link
     * #send(int, long, int)} before it sends.
     */
    public Mmsg(int count, int controlEach) {
        this(count, 0, controlEach);
    }

    /**
     * Before receiving: the bytes of datagram {@code i} are to go to {@code address + i *
     * bytesEach}, in memory that the caller keeps.
     */
    public void place(long address, int bytesEach) {
        bytesAddress = address;
        this.bytesEach = bytesEach;
    }

    /** How many datagrams fit. */
    public int count() {
        return count;
    }

    /** The bytes of all datagrams; those of one begin at {@link #offset}. */
    public MemorySegment memory() {
        return memory;
    }

    /** Where the bytes of a datagram begin. */
    public long offset(int index) {
        return (long) bytesEach * index;
    }

    /** The place for each datagram's bytes. */
    public int bytesEach() {
        return bytesEach;
    }

    /** The addresses of all datagrams; that of one begins at {@link #nameOffset}. */
    public MemorySegment names() {
        return names;
    }

    /** Where the address of a datagram begins; see {@link SockaddrIn#port} and the like. */
    public static long nameOffset(int index) {
        return (long) Sockaddr.BYTES_MAX * index;
    }

    long address(int index) {
        return headers.address() + (long) BYTES * index;
    }

    private static long iovec(int index) {
        return (long) Msghdr.IOVEC_BYTES * index;
    }

    /** Gives the first datagrams all their room. */
    void forReceiving(int count) {
        for (int i = 0; i < count; i++) {
            setBytes(i, bytesAddress + offset(i), bytesEach);
            setName(i, Sockaddr.BYTES_MAX);
            setControl(i, controlEach);
        }
    }

    /** After receiving: how many bytes a datagram has, or several of one length by UDP_GRO. */
    public int length(int index) {
        return headers.get(JAVA_INT, (long) BYTES * index + LEN);
    }

    /** After receiving: msg_flags, such as MSG_TRUNC. */
    public int flags(int index) {
        return headers.get(JAVA_INT, (long) BYTES * index + Msghdr.FLAGS);
    }

    /** After receiving: the sender's address, as an object; see {@link #names} for no object. */
    public Sockaddr from(int index) {
        return Sockaddr.read(names, nameOffset(index), nameLength(index));
    }

    /** The length of a datagram's address in bytes. */
    public int nameLength(int index) {
        return headers.get(JAVA_INT, (long) BYTES * index + Msghdr.NAMELEN);
    }

    /** After receiving: the ancillary messages of a datagram, before the first one. */
    public Cmsg control(int index) {
        long bytes = headers.get(JAVA_LONG, (long) BYTES * index + Msghdr.CONTROLLEN);
        return control.begin(controls, (long) controlEach * index, (int) bytes);
    }

    /** After receiving: the bytes of each datagram that UDP_GRO joined; 0 when it joined none. */
    public int segmentBytes(int index) {
        Cmsg messages = control(index);
        while (messages.next()) {
            if (messages.is(InetConstants.IPPROTO_UDP, InetConstants.UDP_GRO)) {
                return messages.number();
            }
        }
        return 0;
    }

    /** Before sending: {@code bytes} of the datagram's own place. */
    public void send(int index, int bytes) {
        setBytes(index, bytesAddress + offset(index), bytes);
        setControl(index, 0);
    }

    /** Before sending: bytes that are elsewhere, which the caller keeps until they are sent. */
    public void send(int index, long address, int bytes) {
        setBytes(index, address, bytes);
        setControl(index, 0);
    }

    /** Before sending: to whom; not needed where it is to go back to its sender. */
    public void to(int index, Sockaddr peer) {
        setName(index, peer.write(names, nameOffset(index)));
    }

    /** Before sending: to whom, for an address that was copied to {@link #names}. */
    public void to(int index, int nameLength) {
        setName(index, nameLength);
    }

    /** Before sending on a connected socket. */
    public void toConnected(int index) {
        long header = (long) BYTES * index;
        headers.set(JAVA_LONG, header, 0);
        headers.set(JAVA_INT, header + Msghdr.NAMELEN, 0);
    }

    /** Before sending, after {@link #send}: where to put ancillary messages of a datagram. */
    public Cmsg beginControl(int index) {
        return control.clear(controls, (long) controlEach * index, controlEach);
    }

    /** Before sending: what was put since {@link #beginControl} goes with the datagram. */
    public void endControl(int index) {
        setControl(index, control.bytes());
    }

    /** Before sending, after {@link #send}: the kernel cuts the bytes into datagrams of so many. */
    public void segments(int index, int bytes) {
        beginControl(index).putSegment(bytes);
        endControl(index);
    }

    private void setBytes(int index, long address, int bytes) {
        iovecs.set(JAVA_LONG, iovec(index), address);
        iovecs.set(JAVA_LONG, iovec(index) + Msghdr.IOVEC_LEN, bytes);
    }

    private void setName(int index, int bytes) {
        long header = (long) BYTES * index;
        headers.set(JAVA_LONG, header, names.address() + nameOffset(index));
        headers.set(JAVA_INT, header + Msghdr.NAMELEN, bytes);
    }

    private void setControl(int index, int bytes) {
        long header = (long) BYTES * index;
        long address = controls.address() + (long) controlEach * index;
        headers.set(JAVA_LONG, header + Msghdr.CONTROL, bytes == 0 ? 0 : address);
        headers.set(JAVA_LONG, header + Msghdr.CONTROLLEN, bytes);
        headers.set(JAVA_INT, header + Msghdr.FLAGS, 0);
    }
}
