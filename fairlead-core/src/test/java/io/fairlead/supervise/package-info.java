/** Tests of {@code io.fairlead.supervise}. */
@org.jspecify.annotations.NullMarked
package io.fairlead.supervise;
