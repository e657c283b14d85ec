/**
 * Load for any raw server. {@link io.fairlead.load.Load} describes it, {@link
 * io.fairlead.load.LoadRun} runs it, {@link io.fairlead.load.LoadReport} is the result.
 *
 * <pre>
 *   LoadRun ──▶ Loop (a thread) ──▶ Lane (a connection) ──▶ LaneSocket
 *                 └─▶ LaneSockets: epoll, a Selector           └─▶ Messages: what is on the wire
 * </pre>
 */
package io.fairlead.load;
