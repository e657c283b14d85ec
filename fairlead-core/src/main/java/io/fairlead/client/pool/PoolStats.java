package io.fairlead.client.pool;

/**
 * The counts of a {@link ConnectionPool} at one moment.
 *
 * @param open connections that are open, or being made
 * @param idle of them, those that nobody has
 * @param lent of them, those that were borrowed
 * @param waiting borrowers that wait
 */
public record PoolStats(int open, int idle, int lent, int waiting) {}
