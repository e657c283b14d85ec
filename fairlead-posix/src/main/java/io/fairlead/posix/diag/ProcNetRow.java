package io.fairlead.posix.diag;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** A row of the socket tables of {@code /proc/net}, proc_pid_net(5). Immutable. */
public sealed interface ProcNetRow {
    /** The number of the socket among open files; 0 when no process has it. */
    long inode();

    /**
     * A row of {@code tcp}, {@code tcp6}, {@code udp} or {@code udp6}.
     *
     * @param local where the socket is; an IPv4-mapped address is IPv4
     * @param remote the other end; all zero where there is none
     * @param state one of the TCP_ states
     * @param queues what waits each way
     * @param timer what is done next
     * @param uid the user that made it
     */
    record Inet(
            InetSocketAddress local,
            InetSocketAddress remote,
            int state,
            Queues queues,
            Timer timer,
            int uid,
            long inode)
            implements ProcNetRow {}

    /** Bytes not acknowledged, and bytes not read; a listener's second number is of connections. */
    record Queues(long send, long receive) {}

    /**
     * What the kernel does next.
     *
     * @param kind as idiag_timer of {@link InetDiag#timer}
     * @param ms when
     * @param tries how often it was done without success
     */
    record Timer(int kind, long ms, int tries) {}

    /**
     * A row of {@code unix}.
     *
     * @param type SOCK_STREAM, SOCK_DGRAM or SOCK_SEQPACKET
     * @param state 1 not connected, 2 connecting, 3 connected (enum socket_state of linux/net.h)
     * @param path the path, or {@code @} and an abstract name; empty where there is none
     */
    record Unix(int type, int state, boolean listens, String path, long inode)
            implements ProcNetRow {}

    /** __SO_ACCEPTCON of linux/net.h. */
    long ACCEPTS = 0x10000;

    /** USER_HZ, 100 on every architecture that has Java. */
    long TICK_MS = 10;

    /**
     * Columns: sl local remote state queues timer:when retransmits uid timeout inode ...
     *
     * @throws RuntimeException if the line is no such row
     */
    static Inet inet(String line) {
        String[] column = line.strip().split("\\s+", -1);
        int colon = column[4].indexOf(':');
        Queues queues =
                new Queues(
                        HexFormat.fromHexDigitsToLong(column[4].substring(0, colon)),
                        HexFormat.fromHexDigitsToLong(column[4].substring(colon + 1)));
        int kindEnd = column[5].indexOf(':');
        Timer timer =
                new Timer(
                        HexFormat.fromHexDigits(column[5].substring(0, kindEnd)),
                        HexFormat.fromHexDigitsToLong(column[5].substring(kindEnd + 1)) * TICK_MS,
                        HexFormat.fromHexDigits(column[6]));
        return new Inet(
                place(column[1]),
                place(column[2]),
                HexFormat.fromHexDigits(column[3]),
                queues,
                timer,
                Integer.parseUnsignedInt(column[7]),
                Long.parseLong(column[9]));
    }

    /**
     * How many datagrams the kernel has dropped of the socket in a row of {@code udp} or {@code
     * udp6}: its last column. The kernel's 32 bits, which wrap.
     *
     * @throws RuntimeException if the line is no such row
     */
    static int drops(String line) {
        return Integer.parseUnsignedInt(line.strip().split("\\s+", -1)[12]);
    }

    /** The kernel prints each 32-bit word of an address in the byte order of the machine. */
    private static InetSocketAddress place(String column) {
        int colon = column.indexOf(':');
        byte[] address = HexFormat.of().parseHex(column.substring(0, colon));
        if (ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN) {
            ByteBuffer words = ByteBuffer.wrap(address);
            for (int at = 0; at < address.length; at += Integer.BYTES) {
                words.putInt(at, Integer.reverseBytes(words.getInt(at)));
            }
        }
        try {
            return new InetSocketAddress(
                    InetAddress.getByAddress(address),
                    HexFormat.fromHexDigits(column.substring(colon + 1)));
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(column, e);
        }
    }

    /**
     * Columns: number: references protocol flags type state inode path.
     *
     * @param line with a character for each byte, ISO 8859-1: the path is UTF-8
     * @throws RuntimeException if the line is no such row
     */
    static Unix unix(String line) {
        String[] column = line.strip().split("\\s+", 8); // the path may contain blanks
        String path = column.length < 8 ? "" : column[7];
        return new Unix(
                HexFormat.fromHexDigits(column[4]),
                HexFormat.fromHexDigits(column[5]),
                (HexFormat.fromHexDigitsToLong(column[3]) & ACCEPTS) != 0,
                new String(path.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8),
                Long.parseLong(column[6]));
    }
}
