/** Tests of the relay, between plain java.nio sockets. */
@org.jspecify.annotations.NullMarked
package io.fairlead.services.relay;
