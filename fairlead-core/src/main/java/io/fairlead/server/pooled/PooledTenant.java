package io.fairlead.server.pooled;

/** Who works on a {@link PooledLoop}: is told what happens, and says when it is over. */
interface PooledTenant {
    void onAcceptable();

    /** How long a wait may last; {@link Long#MAX_VALUE} is for ever. */
    long waitNs();

    void onTurn();

    boolean isOver();

    /** The loop ends: closes what is left. */
    void end();
}
