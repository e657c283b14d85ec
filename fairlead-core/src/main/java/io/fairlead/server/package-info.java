/**
 * The face of the server: {@link io.fairlead.server.Server} is the way in, and {@link
 * io.fairlead.server.Model} lists the concurrency models, each of which is made in a room of its
 * own: {@code blocking}, {@code loop}, {@code pooled}, {@code process}, and {@code datagram} for
 * UDP.
 *
 * <table>
 * <caption>Nouns that all rooms use, from {@code site}</caption>
 * <tr><td>{@code Site}</td><td>one endpoint that is served: its service, limits, counts, observer
 * </td></tr>
 * <tr><td>{@code SiteVisit}</td><td>one connection as the site counts it, from accept to its report
 * </td></tr>
 * <tr><td>{@code Engine}</td><td>serves a site: starts, drains, is cut</td></tr>
 * <tr><td>{@code Driver}</td><td>moves the bytes of one session, and is told when a deadline may
 * have come</td></tr>
 * <tr><td>{@code Doorway}</td><td>the listener as a loop sees it: accept, watch it or not
 * </td></tr>
 * <tr><td>{@code Gate}</td><td>counts the places that are taken</td></tr>
 * <tr><td>{@code Crew}, {@code Guest}</td><td>the processes that serve, and a connection that one
 * of them has or will have ({@code process})</td></tr>
 * </table>
 */
package io.fairlead.server;
