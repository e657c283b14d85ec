/**
 * Sockets of every kind from nothing to bound or connected, and their end: set-up and tear-down,
 * never a transfer. Also who holds a port, and what the kernel dropped.
 *
 * <p>Types whose names begin with {@code Native} make the calls themselves, on Linux; the others
 * are built on {@code java.nio} channels and run wherever they do. {@code /proc} is read only where
 * it exists. Failures are a {@link io.fairlead.net.NetException} whose message says what to do.
 */
package io.fairlead.net.socket;
