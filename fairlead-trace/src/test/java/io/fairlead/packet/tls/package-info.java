/** Tests of {@code io.fairlead.packet.tls}. */
@org.jspecify.annotations.NullMarked
package io.fairlead.packet.tls;
