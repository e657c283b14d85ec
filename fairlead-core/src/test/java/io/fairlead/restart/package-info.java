/** Tests of {@code io.fairlead.restart}. */
@org.jspecify.annotations.NullMarked
package io.fairlead.restart;
