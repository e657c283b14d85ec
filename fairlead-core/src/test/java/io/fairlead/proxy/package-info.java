/** Tests of {@code io.fairlead.proxy}. */
@org.jspecify.annotations.NullMarked
package io.fairlead.proxy;
