package io.fairlead.posix;

import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;

/**
 * An IPv4 address and port, struct sockaddr_in of ip(7).
 *
 * <pre>
 *   0          2        4          8      16
 *   |sin_family|sin_port| sin_addr | zero |
 * </pre>
 *
 * @param address in host byte order: 127.0.0.1 is 0x7f000001
 * @param port 0 to 65535
 */
public record SockaddrIn(int address, int port) implements Sockaddr {
    public static final int BYTES = 16;
    static final int PORT = 2;
    static final int ADDRESS = 4;
    static final int ZERO = 8;

    /** 127.0.0.1 */
    public static final int INADDR_LOOPBACK = 0x7f000001;

    /** 0.0.0.0, each address of this machine. */
    public static final int INADDR_ANY = 0;

    @Override
    public int family() {
        return SocketConstants.AF_INET;
    }

    @Override
    public int write(MemorySegment memory, long offset) {
        write(memory, offset, address, port);
        return BYTES;
    }

    /** Writes a struct without making an object. */
    public static void write(MemorySegment memory, long offset, int address, int port) {
        memory.set(JAVA_SHORT_UNALIGNED, offset, (short) SocketConstants.AF_INET);
        memory.set(NETWORK_SHORT, offset + PORT, (short) port);
        memory.set(NETWORK_INT, offset + ADDRESS, address);
        memory.set(JAVA_LONG_UNALIGNED, offset + ZERO, 0);
    }

    /** Reads a struct. */
    public static SockaddrIn read(MemorySegment memory, long offset) {
        return new SockaddrIn(address(memory, offset), port(memory, offset));
    }

    /** sin_addr of the struct at {@code offset}, in host byte order. */
    public static int address(MemorySegment memory, long offset) {
        return memory.get(NETWORK_INT, offset + ADDRESS);
    }

    /** sin_port of the struct at {@code offset}, in host byte order. */
    public static int port(MemorySegment memory, long offset) {
        return Short.toUnsignedInt(memory.get(NETWORK_SHORT, offset + PORT));
    }

    /** The same as the JDK knows it; asks no resolver. */
    public InetSocketAddress toInet() {
        try {
            byte[] bytes = ByteBuffer.allocate(4).putInt(address).array();
            return new InetSocketAddress(InetAddress.getByAddress(bytes), port);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }
}
