package io.fairlead.bench.matrix;

/**
 * What a generator is to do to a server.
 *
 * @param connections held at a time; for UDP, sockets
 * @param before for {@link Mode#IDLE}: connections at the first look, fewer than {@code
 *     connections}
 * @param messageBytes of a message; of its payload if it has a length before it
 * @param depth messages in flight on each connection
 * @param ratePerS messages a second over all connections, sent when due; 0 for a closed loop
 */
record Load(
        Mode mode,
        int connections,
        int before,
        int messageBytes,
        int depth,
        Framing framing,
        double ratePerS) {

    enum Mode {
        STREAM,
        FANOUT,
        CHURN,
        UDP,
        IDLE
    }

    enum Framing {
        RAW,
        LINES,
        LENGTH4
    }

    static Load of(Mode mode, int connections, int messageBytes, int depth) {
        return new Load(mode, connections, 0, messageBytes, depth, Framing.RAW, 0);
    }

    static Load stream(int connections, int messageBytes, int depth) {
        return of(Mode.STREAM, connections, messageBytes, depth);
    }

    Load framed(Framing framing) {
        return new Load(mode, connections, before, messageBytes, depth, framing, ratePerS);
    }

    Load rate(double ratePerS) {
        return new Load(mode, connections, before, messageBytes, depth, framing, ratePerS);
    }

    /** The same connections and then nothing, looked at twice. */
    static Load idle(int before, int connections) {
        return new Load(Mode.IDLE, connections, before, 64, 1, Framing.RAW, 0);
    }
}
