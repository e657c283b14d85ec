package io.fairlead.posix.diag;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;

import io.fairlead.posix.SocketConstants;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/**
 * One Unix-domain socket as the kernel tells of it: sock_diag(7), {@code <linux/unix_diag.h>}.
 * Serves one thread at a time; {@link #at} moves it to a message.
 *
 * <pre>
 *   struct unix_diag_req   0      1        2   4      8   12   16       24
 *                          |family|protocol|pad|states|ino|show| cookie |
 *
 *   struct unix_diag_msg   0      1    2     3   4   8        16
 *                          |family|type|state|pad|ino| cookie |
 * </pre>
 */
public final class UnixDiag {
    static final int REQ_BYTES = 24;
    static final int REQ_STATES = 4;
    static final int REQ_SHOW = 12;

    static final int MSG_BYTES = 16;
    static final int TYPE = 1;
    static final int STATE = 2;
    static final int INO = 4;
    static final int COOKIE = 8;

    private static final int ALL_STATES = 0xfff;

    private ByteBuffer memory = ByteBuffer.allocate(0);
    private int offset;

    /** Writes a request for all sockets, with the UDIAG_SHOW_ bits; returns its length in bytes. */
    public static int request(MemorySegment memory, int show) {
        memory.asSlice(0, REQ_BYTES).fill((byte) 0);
        memory.set(JAVA_BYTE, 0, (byte) SocketConstants.AF_UNIX);
        memory.set(JAVA_INT_UNALIGNED, REQ_STATES, ALL_STATES);
        memory.set(JAVA_INT_UNALIGNED, REQ_SHOW, show);
        return REQ_BYTES;
    }

    /** Moves to the message that {@link NetlinkDiag#next} found; false if it is too short. */
    public boolean at(NetlinkDiag dump, Rtattr attributes) {
        memory = dump.answer();
        offset = dump.offset();
        attributes.begin(memory, offset + MSG_BYTES, offset + dump.bytes());
        return dump.bytes() >= MSG_BYTES;
    }

    /** udiag_type: SOCK_STREAM, SOCK_DGRAM or SOCK_SEQPACKET. */
    public int type() {
        return Byte.toUnsignedInt(memory.get(offset + TYPE));
    }

    /** udiag_state: TCP_LISTEN, TCP_ESTABLISHED or TCP_CLOSE, which means not connected. */
    public int state() {
        return Byte.toUnsignedInt(memory.get(offset + STATE));
    }

    /** udiag_ino: the number of the socket among open files. */
    public long inode() {
        return Integer.toUnsignedLong(memory.getInt(offset + INO));
    }

    /** udiag_cookie: tells this socket from each other one, ever. */
    public long cookie() {
        return memory.getLong(offset + COOKIE);
    }
}
