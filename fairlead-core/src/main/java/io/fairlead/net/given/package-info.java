/** Sockets that the process has not bound itself: those of who started it, and those of another. */
@org.jspecify.annotations.NullMarked
package io.fairlead.net.given;
