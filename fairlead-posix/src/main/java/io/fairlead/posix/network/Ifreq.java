package io.fairlead.posix.network;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import io.fairlead.posix.Posix;
import io.fairlead.posix.libc.Libc;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * A request about an interface of the network, struct ifreq of netdevice(7). Serves one thread at a
 * time, that of its {@link Posix}.
 *
 * <pre>
 *   0        16        18         40
 *   |ifr_name|ifr_flags|  unused  |
 * </pre>
 */
public final class Ifreq {
    /** Reads ifr_flags. */
    public static final int SIOCGIFFLAGS = 0x8913;

    /** Writes ifr_flags; needs CAP_NET_ADMIN. */
    public static final int SIOCSIFFLAGS = 0x8914;

    /** The interface runs. */
    public static final int IFF_UP = 0x1;

    static final int BYTES = 40;
    static final int NAME_BYTES = 16;
    static final int FLAGS = 16;

    private static final MethodHandle IOCTL =
            Libc.variadic("ioctl", 2, JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS);

    private final Posix posix;
    private final MemorySegment memory = Arena.ofAuto().allocate(BYTES, Long.BYTES);

    /**
     * @param name of the interface, at most 15 bytes
     */
    public Ifreq(Posix posix, String name) {
        this.posix = posix;
        if (name.length() >= NAME_BYTES) throw new IllegalArgumentException("too long: " + name);
        memory.setString(0, name);
    }

    /** ioctl(2) with this request, on a socket of any kind: 0, or {@code -errno}. */
    public int ioctl(int fd, int request) {
        try {
            long number = request;
            return posix.result((int) IOCTL.invokeExact(posix.errno, fd, number, memory));
        } catch (Throwable t) {
            throw Libc.broken(t);
        }
    }

    /** ifr_flags. */
    public int flags() {
        return Short.toUnsignedInt(memory.get(JAVA_SHORT, FLAGS));
    }

    /** Puts ifr_flags in. */
    public void flags(int flags) {
        memory.set(JAVA_SHORT, FLAGS, (short) flags);
    }
}
