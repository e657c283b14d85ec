/** Tests of {@code io.fairlead.access}. */
@org.jspecify.annotations.NullMarked
package io.fairlead.access;
