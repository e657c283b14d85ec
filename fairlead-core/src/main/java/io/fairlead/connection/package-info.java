/**
 * The blocking {@link io.fairlead.service.Connection}, over whatever transport waits for its bytes.
 *
 * <p>Used by servers for handlers and by clients. Not exported.
 */
package io.fairlead.connection;
