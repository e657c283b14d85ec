/**
 * Load for any raw server: {@link io.fairlead.load.Load} says what, {@link
 * io.fairlead.load.LoadRun} does it, {@link io.fairlead.load.Report} is what came of it.
 *
 * <pre>
 *   LoadRun ──▶ Loop (a thread) ──▶ Lane (a connection) ──▶ Wire (its socket)
 *                 └─▶ Wires: epoll, or a Selector             └─▶ Messages: what is on the wire
 * </pre>
 */
package io.fairlead.load;
