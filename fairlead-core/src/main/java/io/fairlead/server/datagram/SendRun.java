package io.fairlead.server.datagram;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A message of a {@link SendBatch}: one datagram, or several to one peer that the kernel cuts.
 *
 * <pre>
 *   start                                 start + bytes
 *   | segment | segment | segment | shorter |             segments = 4
 * </pre>
 *
 * <p>Used again and again; belongs to the loop's thread.
 */
final class SendRun {
    /** UDP_MAX_SEGMENTS of older kernels; newer ones cut into more. */
    private static final int SEGMENTS_MAX = 64;

    /** With its headers (IPv6 40, UDP 8) no longer than an Ethernet frame (1,500). */
    private static final int SEGMENT_BYTES_MAX = 1_452;

    private @Nullable NativePeer peer;
    private @Nullable LocalAddress from;
    private int start;
    private int bytes;
    private int firstBytes;
    private int segments;

    void begin(NativePeer to, @Nullable LocalAddress local, int offset, int size) {
        peer = to;
        from = local;
        start = offset;
        bytes = size;
        firstBytes = size;
        segments = 1;
    }

    /** True if a datagram of {@code size} bytes can be the next segment. */
    boolean takes(NativePeer to, @Nullable LocalAddress local, int size) {
        return to == peer
                && size > 0
                && size <= firstBytes
                && firstBytes <= SEGMENT_BYTES_MAX
                && bytes == firstBytes * segments // none before was shorter
                && segments < SEGMENTS_MAX
                && bytes + size <= DatagramPeer.PAYLOAD_BYTES_MAX
                && to.takesSegments()
                && Objects.equals(local, from);
    }

    void add(int size) {
        bytes += size;
        segments++;
    }

    NativePeer peer() {
        return Objects.requireNonNull(peer);
    }

    @Nullable LocalAddress from() {
        return from;
    }

    int start() {
        return start;
    }

    int bytes() {
        return bytes;
    }

    int segments() {
        return segments;
    }

    /** Where a segment begins, counted from the start. */
    int offsetOf(int segment) {
        return firstBytes * segment;
    }

    int bytesOf(int segment) {
        return Math.min(firstBytes, bytes - offsetOf(segment));
    }

    /** The kernel did not take it. */
    void lost() {
        peer().lost(segments, bytes);
    }
}
