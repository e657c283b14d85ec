/** Tests of {@code io.fairlead.tls.der}. */
@org.jspecify.annotations.NullMarked
package io.fairlead.tls.der;
