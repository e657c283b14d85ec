/** Tests of {@code io.fairlead.tls.issue}. */
@org.jspecify.annotations.NullMarked
package io.fairlead.tls.issue;
