package io.fairlead.testkit.fault;

import java.util.Locale;

/**
 * What may go wrong in a simulated network, each with a share of the times it could. Those that
 * {@code fairlead relay} has, too, have the same names.
 */
public enum SimulatedFault {
    /** A read brings fewer bytes than there are; of reads. */
    SHORT_READ(0.1),
    /** A write takes fewer bytes than there is room for; of writes. */
    SHORT_WRITE(0.1),
    /** A socket that was said to be ready is not (EAGAIN); of reads and writes. */
    WOULD_BLOCK(0.05),
    /** What is ready at the same time is served in another order; of turns of a loop or thread. */
    ORDER(0.5),
    /** What is written travels in pieces, each with a delay of its own; of writes. */
    SLICE(0.2),
    /** A piece is late, by up to 200 ms; of pieces. */
    LATENCY(0.1),
    /** Nothing passes between two hosts for up to 30 s, and everything comes after that. */
    STALL(0.002),
    /** A connection is reset at some byte; of pieces. */
    RESET(0.003),
    /** A direction ends (FIN) at some byte, and what follows is lost; of pieces. */
    HALF_CLOSE(0.001),
    /** From now on nothing of a connection arrives, and nobody is told; of pieces. */
    HALF_OPEN(0.001),
    /** A datagram is lost; of datagrams. */
    DROP(0.02),
    /** A datagram comes twice; of datagrams. */
    DUPLICATE(0.02),
    /** A datagram is held back for up to 50 ms, and later ones come first; of datagrams. */
    REORDER(0.05),
    /** A connection is refused; of those that are tried. */
    REFUSE(0.02),
    /** Accepting fails (EMFILE, ECONNABORTED); of the calls. */
    ACCEPT_FAILS(0.05),
    /** There is no memory for a buffer; of the requests. */
    NO_MEMORY(0.01),
    /** A host stops for up to 5 s, as if its process had been stopped; of turns. */
    PAUSE(0.001),
    /** The wall clock jumps, by up to an hour, forwards or back; of the looks at it. */
    CLOCK_JUMP(0.01);

    private static final int MILLION = 1_000_000;

    private final int usualPerMillion;

    SimulatedFault(double usualShare) {
        usualPerMillion = (int) (usualShare * MILLION);
    }

    /** The share of it under {@link SimulatedFaults#usual}. */
    public double usualShare() {
        return (double) usualPerMillion / MILLION;
    }

    /** Its word, such as {@code half-close}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
