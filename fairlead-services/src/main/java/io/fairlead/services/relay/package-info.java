/** Relays connections to other servers; see {@link io.fairlead.services.relay.Relay}. */
@org.jspecify.annotations.NullMarked
package io.fairlead.services.relay;
