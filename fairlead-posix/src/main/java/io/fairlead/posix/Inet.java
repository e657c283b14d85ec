package io.fairlead.posix;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.fairlead.posix.libc.Libc;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * Addresses as text, network byte order and the numbers of interfaces: inet_pton(3), inet_ntop(3),
 * byteorder(3), if_nametoindex(3). Serves one thread at a time, that of its {@link Posix}.
 */
public final class Inet {
    private static final int TEXT_BYTES_MAX = 46; // INET6_ADDRSTRLEN; IF_NAMESIZE is 16
    private static final boolean SWAP = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;

    private static final MethodHandle INET_PTON =
            Libc.call("inet_pton", JAVA_INT, JAVA_INT, ADDRESS, ADDRESS);
    private static final MethodHandle INET_NTOP =
            Libc.call("inet_ntop", JAVA_LONG, JAVA_INT, ADDRESS, ADDRESS, JAVA_INT);
    private static final MethodHandle IF_NAMETOINDEX =
            Libc.call("if_nametoindex", JAVA_INT, ADDRESS);
    private static final MethodHandle IF_INDEXTONAME =
            Libc.call("if_indextoname", JAVA_LONG, JAVA_INT, ADDRESS);

    private final Posix posix;

    public Inet(Posix posix) {
        this.posix = posix;
    }

    /**
     * Writes the bytes of an address in text: 1 when it did, 0 when the text is none, or {@code
     * -EAFNOSUPPORT}.
     *
     * @param family AF_INET (4 bytes are written) or AF_INET6 (16 bytes)
     */
    public int inetPton(int family, String text, MemorySegment into) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment chars = arena.allocateFrom(text);
            return posix.result((int) INET_PTON.invokeExact(posix.errno, family, chars, into));
        } catch (Throwable t) {
            throw Libc.broken(t);
        }
    }

    /** The text of an address of 4 or 16 bytes; null when the family is neither. */
    public @Nullable String inetNtop(int family, MemorySegment address) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment text = arena.allocate(TEXT_BYTES_MAX);
            long found =
                    (long)
                            INET_NTOP.invokeExact(
                                    posix.errno, family, address, text, TEXT_BYTES_MAX);
            return found > 0 ? text.getString(0) : null;
        } catch (Throwable t) {
            throw Libc.broken(t);
        }
    }

    /** The number of an interface, or {@code -ENODEV}. */
    public int ifNametoindex(String name) {
        try (Arena arena = Arena.ofConfined()) {
            int index = (int) IF_NAMETOINDEX.invokeExact(posix.errno, arena.allocateFrom(name));
            return index > 0 ? index : posix.result(-1);
        } catch (Throwable t) {
            throw Libc.broken(t);
        }
    }

    /** The name of an interface; null when there is none with that number. */
    public @Nullable String ifIndextoname(int index) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = arena.allocate(TEXT_BYTES_MAX);
            long found = (long) IF_INDEXTONAME.invokeExact(posix.errno, index, name);
            return found > 0 ? name.getString(0) : null;
        } catch (Throwable t) {
            throw Libc.broken(t);
        }
    }

    /** A number of 16 bits from host to network byte order; the upper bits are dropped. */
    public static int htons(int host) {
        return Short.toUnsignedInt(SWAP ? Short.reverseBytes((short) host) : (short) host);
    }

    /** A number of 16 bits from network to host byte order; the upper bits are dropped. */
    public static int ntohs(int network) {
        return htons(network);
    }

    /** A number of 32 bits from host to network byte order. */
    public static int htonl(int host) {
        return SWAP ? Integer.reverseBytes(host) : host;
    }

    /** A number of 32 bits from network to host byte order. */
    public static int ntohl(int network) {
        return htonl(network);
    }
}
