/** Tests of {@code io.fairlead.server.access}. */
@org.jspecify.annotations.NullMarked
package io.fairlead.server.access;
