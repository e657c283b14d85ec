package io.fairlead.posix.diag;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import io.fairlead.posix.InetConstants;
import io.fairlead.posix.SocketCalls;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Locale;

/**
 * What the kernel knows of a TCP connection: TCP_INFO, struct tcp_info of tcp(7). Serves one thread
 * at a time.
 */
public final class TcpMetrics {
    /** The part of struct tcp_info that Linux 6.1 fills; older kernels fill less. */
    static final int BYTES = 232;

    private final MemorySegment memory;
    private int filled;

    /** Nothing yet: {@link #read} fills it. */
    public TcpMetrics() {
        memory = Arena.ofAuto().allocate(BYTES, Long.BYTES);
    }

    /** A copy of what the kernel told elsewhere, as in the attribute INET_DIAG_INFO. */
    public TcpMetrics(byte[] struct) {
        memory = MemorySegment.ofArray(struct);
        filled = struct.length;
    }

    /** A field of struct tcp_info: {@code RTT} is tcpi_rtt. */
    public enum Field {
        STATE(0, 1, ""),
        CA_STATE(1, 1, ""),
        RETRANSMITS(2, 1, ""),
        PROBES(3, 1, ""),
        BACKOFF(4, 1, ""),
        OPTIONS(5, 1, ""),
        RTO(8, 4, "us"),
        ATO(12, 4, "us"),
        SND_MSS(16, 4, "bytes"),
        RCV_MSS(20, 4, "bytes"),
        UNACKED(24, 4, "segments"),
        SACKED(28, 4, "segments"),
        LOST(32, 4, "segments"),
        RETRANS(36, 4, "segments"),
        FACKETS(40, 4, "segments"),
        LAST_DATA_SENT(44, 4, "ms ago"),
        LAST_DATA_RECV(52, 4, "ms ago"),
        LAST_ACK_RECV(56, 4, "ms ago"),
        PMTU(60, 4, "bytes"),
        RCV_SSTHRESH(64, 4, "bytes"),
        RTT(68, 4, "us"),
        RTTVAR(72, 4, "us"),
        SND_SSTHRESH(76, 4, "segments"),
        SND_CWND(80, 4, "segments"),
        ADVMSS(84, 4, "bytes"),
        REORDERING(88, 4, "segments"),
        RCV_RTT(92, 4, "us"),
        RCV_SPACE(96, 4, "bytes"),
        TOTAL_RETRANS(100, 4, "segments"),
        PACING_RATE(104, 8, "bytes/s"),
        MAX_PACING_RATE(112, 8, "bytes/s"),
        BYTES_ACKED(120, 8, "bytes"),
        BYTES_RECEIVED(128, 8, "bytes"),
        SEGS_OUT(136, 4, "segments"),
        SEGS_IN(140, 4, "segments"),
        NOTSENT_BYTES(144, 4, "bytes"),
        MIN_RTT(148, 4, "us"),
        DATA_SEGS_IN(152, 4, "segments"),
        DATA_SEGS_OUT(156, 4, "segments"),
        DELIVERY_RATE(160, 8, "bytes/s"),
        BUSY_TIME(168, 8, "us"),
        RWND_LIMITED(176, 8, "us"),
        SNDBUF_LIMITED(184, 8, "us"),
        DELIVERED(192, 4, "segments"),
        DELIVERED_CE(196, 4, "segments"),
        BYTES_SENT(200, 8, "bytes"),
        BYTES_RETRANS(208, 8, "bytes"),
        DSACK_DUPS(216, 4, "segments"),
        REORD_SEEN(220, 4, "events"),
        RCV_OOOPACK(224, 4, "segments"),
        SND_WND(228, 4, "bytes");

        private final int offset;
        private final int bytes;
        private final String unit;

        Field(int offset, int bytes, String unit) {
            this.offset = offset;
            this.bytes = bytes;
            this.unit = unit;
        }

        int offset() {
            return offset;
        }

        int bytes() {
            return bytes;
        }

        /** The name in C. */
        public String cName() {
            return "tcpi_" + name().toLowerCase(Locale.ROOT);
        }

        /** The unit, such as {@code us} or {@code bytes}; empty where there is none. */
        public String unit() {
            return unit;
        }
    }

    /** getsockopt(2) TCP_INFO: fills this, and returns how many bytes the kernel knows. */
    public int read(SocketCalls sockets, int fd) {
        int result =
                sockets.getsockopt(fd, InetConstants.IPPROTO_TCP, InetConstants.TCP_INFO, memory);
        filled = Math.max(result, 0);
        return result;
    }

    /** Whether the kernel filled a field in. */
    public boolean has(Field field) {
        return field.offset() + field.bytes() <= filled;
    }

    /** The value of a field, of unsigned numbers of 64 bits the signed twin; 0 when not filled. */
    public long get(Field field) {
        if (!has(field)) {
            return 0;
        }
        return switch (field.bytes()) {
            case Byte.BYTES -> Byte.toUnsignedLong(memory.get(JAVA_BYTE, field.offset()));
            case Integer.BYTES ->
                    Integer.toUnsignedLong(memory.get(JAVA_INT_UNALIGNED, field.offset()));
            default -> memory.get(JAVA_LONG_UNALIGNED, field.offset());
        };
    }

    /** The name of a connection's state ({@code TCP_ESTABLISHED} ... of {@link InetConstants}). */
    public static String stateName(long state) {
        return switch ((int) state) {
            case InetConstants.TCP_ESTABLISHED -> "ESTABLISHED";
            case InetConstants.TCP_SYN_SENT -> "SYN_SENT";
            case InetConstants.TCP_SYN_RECV -> "SYN_RECV";
            case InetConstants.TCP_FIN_WAIT1 -> "FIN_WAIT1";
            case InetConstants.TCP_FIN_WAIT2 -> "FIN_WAIT2";
            case InetConstants.TCP_TIME_WAIT -> "TIME_WAIT";
            case InetConstants.TCP_CLOSE -> "CLOSE";
            case InetConstants.TCP_CLOSE_WAIT -> "CLOSE_WAIT";
            case InetConstants.TCP_LAST_ACK -> "LAST_ACK";
            case InetConstants.TCP_LISTEN -> "LISTEN";
            case InetConstants.TCP_CLOSING -> "CLOSING";
            default -> "state " + state;
        };
    }
}
