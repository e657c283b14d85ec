/**
 * Where to listen or to connect to, and how: endpoints, options, and the exception whose message
 * says what to do. Opens no sockets.
 *
 * <p>The room {@code socket}, behind the API, opens them, and {@code text} makes text safe to show.
 */
package io.fairlead.net;
