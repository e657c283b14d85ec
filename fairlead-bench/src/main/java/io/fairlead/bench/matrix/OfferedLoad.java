package io.fairlead.bench.matrix;

/**
 * What a generator is to do to a server.
 *
 * @param connections held at a time; for UDP, sockets
 * @param before for {@link Mode#isIdle}: connections at the first look, fewer than {@code
 *     connections}
 * @param messageBytes of a message; of its payload if it has a length before it
 * @param depth messages in flight on each connection
 * @param ratePerS messages a second over all connections, sent when due; 0 for a closed loop
 */
record OfferedLoad(
        Mode mode,
        int connections,
        int before,
        int messageBytes,
        int depth,
        Framing framing,
        double ratePerS) {

    enum Mode {
        STREAM,
        /** One direction, without a pause; see {@code load_bulk.c}. */
        BULK,
        FANOUT,
        CHURN,
        UDP,
        IDLE,
        /** What {@code redis-benchmark} does. */
        RESP,
        /** The connections come back after a restart. */
        STORM,
        TLS_STREAM,
        /** Visits with a whole handshake each. */
        TLS_FULL,
        /** Visits that resume the last one. */
        TLS_RESUMED,
        TLS_IDLE;

        boolean isIdle() {
            return this == IDLE || this == TLS_IDLE;
        }

        boolean isTls() {
            return switch (this) {
                case TLS_STREAM, TLS_FULL, TLS_RESUMED, TLS_IDLE -> true;
                default -> false;
            };
        }
    }

    enum Framing {
        RAW,
        LINES,
        LENGTH4
    }

    static OfferedLoad of(Mode mode, int connections, int messageBytes, int depth) {
        return new OfferedLoad(mode, connections, 0, messageBytes, depth, Framing.RAW, 0);
    }

    static OfferedLoad stream(int connections, int messageBytes, int depth) {
        return of(Mode.STREAM, connections, messageBytes, depth);
    }

    OfferedLoad framed(Framing framing) {
        return new OfferedLoad(mode, connections, before, messageBytes, depth, framing, ratePerS);
    }

    OfferedLoad rate(double ratePerS) {
        return new OfferedLoad(mode, connections, before, messageBytes, depth, framing, ratePerS);
    }

    /** The same connections and then nothing, looked at twice. */
    static OfferedLoad idle(int before, int connections) {
        return new OfferedLoad(Mode.IDLE, connections, before, 64, 1, Framing.RAW, 0);
    }
}
