/**
 * The models in which a thread waits for one connection: {@code iterative}, {@code thread}, {@code
 * pool}, {@code virtual}. They share {@code BlockingEngine} and differ in who runs a connection.
 */
package io.fairlead.server.blocking;
