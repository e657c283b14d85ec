package io.fairlead.stat;

import io.fairlead.posix.diag.TcpMetrics;
import io.fairlead.posix.diag.TcpMetrics.Field;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the kernel measured of a TCP connection: TCP_INFO, tcp(7). For one thread. */
public final class TcpFacts {
    private final TcpMetrics metrics;
    private final String congestionControl;

    TcpFacts(byte[] struct, String congestionControl) {
        metrics = new TcpMetrics(struct);
        this.congestionControl = congestionControl;
    }

    /** The algorithm, such as {@code cubic}; empty if not known. */
    public String congestionControl() {
        return congestionControl;
    }

    /** The smoothed round-trip time, in microseconds; 0 if not measured yet. */
    public long rttUs() {
        return metrics.get(Field.RTT);
    }

    /** How much the round-trip time varies, in microseconds. */
    public long rttVarianceUs() {
        return metrics.get(Field.RTTVAR);
    }

    /** How many segments may be under way. */
    public long congestionWindow() {
        return metrics.get(Field.SND_CWND);
    }

    /** How many segments were sent again, ever. */
    public long retransmissions() {
        return metrics.get(Field.TOTAL_RETRANS);
    }

    /** Bytes sent, with those sent again. */
    public long bytesSent() {
        return metrics.get(Field.BYTES_SENT);
    }

    /** Bytes sent again. */
    public long bytesSentAgain() {
        return metrics.get(Field.BYTES_RETRANS);
    }

    /** Sequence numbers that the peer acknowledged: bytes, and the SYN of who connects, the FIN. */
    public long bytesAcknowledged() {
        return metrics.get(Field.BYTES_ACKED);
    }

    /** Bytes received in order. */
    public long bytesReceived() {
        return metrics.get(Field.BYTES_RECEIVED);
    }

    /** Bytes that the program wrote and that were not sent yet. */
    public long bytesNotSent() {
        return metrics.get(Field.NOTSENT_BYTES);
    }

    /** How fast data arrived at the peer lately, in bytes a second; 0 if not measured. */
    public long deliveryRate() {
        return metrics.get(Field.DELIVERY_RATE);
    }

    /** The peer's receive window, in bytes. */
    public long peerWindow() {
        return metrics.get(Field.SND_WND);
    }

    /** Whether the kernel tells {@link #peerWindow} (Linux 5.4). */
    public boolean hasPeerWindow() {
        return metrics.has(Field.SND_WND);
    }

    /** Since the last acknowledgement came: no segment of the peer, nor its FIN, came later. */
    public Duration sinceLastSegment() {
        return Duration.ofMillis(metrics.get(Field.LAST_ACK_RECV));
    }

    /** Since the last data came. */
    public Duration sinceLastData() {
        return Duration.ofMillis(metrics.get(Field.LAST_DATA_RECV));
    }

    /** Every number that the kernel filled in, under its name in C without {@code tcpi_}. */
    public Map<String, Long> all() {
        Map<String, Long> all = new LinkedHashMap<>();
        for (Field field : Field.values()) {
            if (metrics.has(field)) all.put(field.cName().substring(5), metrics.get(field));
        }
        return all;
    }
}
