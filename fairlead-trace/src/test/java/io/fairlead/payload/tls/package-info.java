/** Tests of {@code io.fairlead.payload.tls}. */
@org.jspecify.annotations.NullMarked
package io.fairlead.payload.tls;
