package io.fairlead.posix.message;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.fairlead.posix.Sockaddr;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * One message for sendmsg(2) or recvmsg(2): a peer's address, one or more pieces of memory, and
 * ancillary messages. Serves one thread at a time; the memory that it names is the caller's, its
 * own goes when the garbage collector finds that nobody holds it.
 *
 * <pre>
 *   struct msghdr  0    8       12 16  24     32      40         48    56
 *                  |name|namelen|  |iov|iovlen|control|controllen|flags|
 *   struct iovec   0    8   16
 *                  |base|len|
 * </pre>
 */
public final class Msghdr {
    static final int BYTES = 56;
    static final int NAMELEN = 8;
    static final int IOV = 16;
    static final int IOVLEN = 24;
    static final int CONTROL = 32;
    static final int CONTROLLEN = 40;
    static final int FLAGS = 48;
    static final int IOVEC_BYTES = 16;
    static final int IOVEC_LEN = 8;

    private final MemorySegment header;
    private final MemorySegment iovecs;
    private final MemorySegment name;
    private final Cmsg control;

    /**
     * A message without address, bytes and ancillary messages.
     *
     * @param pieces how many pieces of memory it may name
     * @param controlBytes room for ancillary messages; see {@link Cmsg#space}
     */
    public Msghdr(int pieces, int controlBytes) {
        Arena arena = Arena.ofAuto();
        header = arena.allocate(BYTES, Long.BYTES);
        iovecs = arena.allocate((long) IOVEC_BYTES * pieces, Long.BYTES);
        name = arena.allocate(Sockaddr.BYTES_MAX, Long.BYTES);
        control = new Cmsg(arena.allocate(controlBytes, Long.BYTES));
        header.set(JAVA_LONG, IOV, iovecs.address());
    }

    /** Where the struct msghdr is; for io_uring. This object must be held until it is done. */
    public long address() {
        return header.address();
    }

    MemorySegment header() {
        return header;
    }

    /** Names a piece of memory; {@link #pieces} says how many of them count. */
    public Msghdr piece(int index, long address, long bytes) {
        iovecs.set(JAVA_LONG, (long) IOVEC_BYTES * index, address);
        iovecs.set(JAVA_LONG, (long) IOVEC_BYTES * index + IOVEC_LEN, bytes);
        return this;
    }

    /** How many pieces of memory count, from the first on. */
    public Msghdr pieces(int count) {
        header.set(JAVA_LONG, IOVLEN, count);
        return this;
    }

    /** The ancillary messages: to be written before sending, or to be read after receiving. */
    public Cmsg control() {
        return control;
    }

    /** Before sendmsg: to whom, and what {@link #control} holds. */
    public Msghdr to(Sockaddr peer) {
        header.set(JAVA_LONG, 0, name.address());
        header.set(JAVA_INT, NAMELEN, peer.write(name, 0));
        return withControl(control.bytes());
    }

    /** Before sendmsg on a connected socket: what {@link #control} holds. */
    public Msghdr toConnected() {
        header.set(JAVA_LONG, 0, 0);
        header.set(JAVA_INT, NAMELEN, 0);
        return withControl(control.bytes());
    }

    /** Before recvmsg: all the room there is for an address and ancillary messages. */
    public Msghdr forReceiving() {
        header.set(JAVA_LONG, 0, name.address());
        header.set(JAVA_INT, NAMELEN, (int) name.byteSize());
        return withControl(control.capacity());
    }

    /**
     * Before a multishot recvmsg: how much room its buffers have for what comes before a datagram.
     *
     * @param nameBytes for the address, in bytes
     * @param controlBytes for ancillary messages, in bytes
     */
    public Msghdr rooms(int nameBytes, int controlBytes) {
        header.set(JAVA_LONG, 0, 0);
        header.set(JAVA_INT, NAMELEN, nameBytes);
        header.set(JAVA_LONG, CONTROL, 0);
        header.set(JAVA_LONG, CONTROLLEN, controlBytes);
        return this;
    }

    private Msghdr withControl(int bytes) {
        header.set(JAVA_LONG, CONTROL, bytes == 0 ? 0 : control.memory().address());
        header.set(JAVA_LONG, CONTROLLEN, bytes);
        header.set(JAVA_INT, FLAGS, 0);
        return this;
    }

    /** After recvmsg: makes {@link #control} ready to be read, and returns msg_flags. */
    public int received() {
        control.begin((int) header.get(JAVA_LONG, CONTROLLEN));
        return header.get(JAVA_INT, FLAGS);
    }

    /** After recvmsg: the address of the sender. */
    public Sockaddr from() {
        return Sockaddr.read(name, 0, header.get(JAVA_INT, NAMELEN));
    }
}
