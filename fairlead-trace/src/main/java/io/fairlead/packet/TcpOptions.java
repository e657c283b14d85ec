package io.fairlead.packet;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The options of a TCP header: RFC 9293 section 3.2, RFC 7323 (window scale, timestamps), RFC 2018
 * (SACK), RFC 7413 (Fast Open).
 *
 * @param mss the longest segment that this end takes, in bytes; -1 where it is not said
 * @param windowScale how many bits windows are shifted by; -1 where it is not said
 * @param sackPermitted whether this end understands SACK
 * @param sack what arrived beyond a gap
 * @param timestamps the clock of this end and the one it answers
 * @param fastOpen whether there is a Fast Open cookie, or a request for one
 * @param broken whether an option has a length that cannot be
 */
public record TcpOptions(
        int mss,
        int windowScale,
        boolean sackPermitted,
        List<Block> sack,
        Optional<Timestamps> timestamps,
        boolean fastOpen,
        boolean broken) {
    /** The largest shift that is allowed, RFC 7323 section 2.3. */
    private static final int WINDOW_SCALE_MAX = 14;

    private static final int END = 0;
    private static final int NO_OPERATION = 1;
    private static final int MSS = 2;
    private static final int WINDOW_SCALE = 3;
    private static final int SACK_PERMITTED = 4;
    private static final int SACK = 5;
    private static final int TIMESTAMPS = 8;
    private static final int FAST_OPEN = 34;

    /**
     * Bytes that arrived, as numbers on the wire.
     *
     * @param from the first
     * @param to the one after the last
     */
    public record Block(long from, long to) {}

    /**
     * The option of RFC 7323.
     *
     * @param value the sender's clock
     * @param echo the clock of the segment that this one answers
     */
    public record Timestamps(long value, long echo) {}

    /** Copies the list, so that this stays as it is. */
    public TcpOptions {
        sack = List.copyOf(sack);
    }

    static TcpOptions decode(Octets octets) {
        return new Reading(octets).read();
    }

    /** One pass over the options. */
    private static final class Reading {
        private final Octets octets;
        private int mss = -1;
        private int windowScale = -1;
        private boolean sackPermitted;
        private final List<Block> sack = new ArrayList<>();
        private Optional<Timestamps> timestamps = Optional.empty();
        private boolean fastOpen;

        Reading(Octets octets) {
            this.octets = octets;
        }

        TcpOptions read() {
            boolean whole = readAll();
            return new TcpOptions(
                    mss, windowScale, sackPermitted, sack, timestamps, fastOpen, !whole);
        }

        /** False when an option is cut short or has a length that cannot be. */
        private boolean readAll() {
            int at = 0;
            while (at < octets.length()) {
                int kind = octets.u8(at);
                if (kind == END) return true;
                if (kind == NO_OPERATION) {
                    at++;
                    continue;
                }
                int length = at + 1 < octets.length() ? octets.u8(at + 1) : 0;
                if (length < 2 || length > octets.length() - at) return false;
                readOne(kind, at + 2, length - 2);
                at += length;
            }
            return true;
        }

        private void readOne(int kind, int at, int bytes) {
            if (kind == MSS && bytes == 2) mss = octets.u16(at);
            if (kind == WINDOW_SCALE && bytes == 1) {
                windowScale = Math.min(octets.u8(at), WINDOW_SCALE_MAX);
            }
            if (kind == SACK_PERMITTED) sackPermitted = true;
            if (kind == FAST_OPEN) fastOpen = true;
            if (kind == TIMESTAMPS && bytes == 8) {
                timestamps = Optional.of(new Timestamps(octets.u32(at), octets.u32(at + 4)));
            }
            for (int i = 0; kind == SACK && i + 8 <= bytes; i += 8) {
                sack.add(new Block(octets.u32(at + i), octets.u32(at + i + 4)));
            }
        }
    }
}
