/** Tests of what is told of sockets. */
@org.jspecify.annotations.NullMarked
package io.fairlead.stat;
