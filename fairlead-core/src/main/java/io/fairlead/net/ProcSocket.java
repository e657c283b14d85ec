package io.fairlead.net;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * One row of {@code /proc/net/{tcp,tcp6,udp,udp6,unix}} that stands in an endpoint's way.
 *
 * @param inode the socket's number among the open files of its process; 0 when no process has it
 * @param uid the user that made the socket; -1 where the table does not say
 * @param rank 0 for what most likely holds the endpoint, higher for what less likely does
 * @param freeIn when the kernel frees the row by itself; zero if not known
 */
record ProcSocket(long inode, int uid, int rank, Duration freeIn) {
    private static final int LISTEN = 0x0a; // enum tcp_state in linux/net/tcp_states.h
    private static final int TIME_WAIT = 0x06;
    private static final long UNIX_ACCEPTS = 0x10000; // __SO_ACCEPTCON in linux/net.h
    private static final long TICK_MS = 10; // USER_HZ, 100 on every architecture that has Java

    static Optional<ProcSocket> parse(Endpoint endpoint, String line) {
        return endpoint.scheme() == Endpoint.Scheme.UNIX
                ? parseUnix(endpoint, line)
                : parseInet(endpoint, line.strip().split("\\s+"));
    }

    /** Columns: sl local remote state queues timer:when retransmits uid timeout inode ... */
    private static Optional<ProcSocket> parseInet(Endpoint endpoint, String[] column) {
        int colon = column[1].indexOf(':');
        int port = HexFormat.fromHexDigits(column[1].substring(colon + 1));
        if (port != endpoint.port() || !overlaps(endpoint, column[1].substring(0, colon))) {
            return Optional.empty();
        }
        int state = HexFormat.fromHexDigits(column[3]);
        long inode = Long.parseLong(column[9]);
        int rank = state == LISTEN ? 0 : inode != 0 ? 1 : 2;
        Duration freeIn = state == TIME_WAIT ? timer(column[5]) : Duration.ZERO;
        return Optional.of(new ProcSocket(inode, Integer.parseInt(column[7]), rank, freeIn));
    }

    private static Duration timer(String column) {
        long ticks = HexFormat.fromHexDigitsToLong(column.substring(column.indexOf(':') + 1));
        return Duration.ofMillis(ticks * TICK_MS).plusMillis(999); // in whole seconds: not too soon
    }

    private static boolean overlaps(Endpoint endpoint, String hex) {
        byte[] bound = address(hex);
        byte[] wanted = endpoint.address();
        // A name has no address here: whoever has the port is the likeliest.
        return wanted == null
                || endpoint.isWildcard()
                || IpText.isWildcard(bound)
                || Arrays.equals(bound, wanted);
    }

    /** The kernel prints each 32-bit word of an address in the byte order of the machine. */
    private static byte[] address(String hex) {
        byte[] address = HexFormat.of().parseHex(hex);
        if (ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN) {
            ByteBuffer words = ByteBuffer.wrap(address);
            for (int at = 0; at < address.length; at += Integer.BYTES) {
                words.putInt(at, Integer.reverseBytes(words.getInt(at)));
            }
        }
        return IpText.isIpv4Mapped(address) ? Arrays.copyOfRange(address, 12, 16) : address;
    }

    /** Columns: number: references protocol flags type state inode path. */
    private static Optional<ProcSocket> parseUnix(Endpoint endpoint, String line) {
        String[] column = line.strip().split("\\s+", 8); // the path may contain blanks
        if (column.length < 8 || !utf8(column[7]).equals(endpoint.path())) {
            return Optional.empty();
        }
        boolean listens = (HexFormat.fromHexDigitsToLong(column[3]) & UNIX_ACCEPTS) != 0;
        long inode = Long.parseLong(column[6]);
        return Optional.of(new ProcSocket(inode, -1, listens ? 0 : 1, Duration.ZERO));
    }

    private static String utf8(String bytes) {
        return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }
}
