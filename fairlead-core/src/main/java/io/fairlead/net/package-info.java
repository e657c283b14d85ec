/**
 * Endpoints, listeners, socket options, addresses: set-up and tear-down, never a transfer.
 *
 * <p>Everything here is built on {@code java.nio} channels and runs wherever they do. {@code /proc}
 * is read only where it exists, and only to explain an error. Failures are a {@link
 * io.fairlead.net.NetException} whose message says what to do.
 */
package io.fairlead.net;
