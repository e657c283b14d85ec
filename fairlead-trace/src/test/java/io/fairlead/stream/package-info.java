/** Tests of {@code io.fairlead.stream}. */
@org.jspecify.annotations.NullMarked
package io.fairlead.stream;
