/** Tests of {@code io.fairlead.tls.key}. */
@org.jspecify.annotations.NullMarked
package io.fairlead.tls.key;
