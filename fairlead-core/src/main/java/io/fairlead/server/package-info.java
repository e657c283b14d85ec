/**
 * Servers: one concurrency model per file, listed once in {@link io.fairlead.server.Model}.
 *
 * <p>The way in is {@link io.fairlead.server.Server}. A model is an {@code Engine}: the blocking
 * ones share {@code BlockingEngine} and differ in who runs a connection; the loops share {@code
 * LoopEngine} and differ in how they learn which sockets are ready.
 */
package io.fairlead.server;
