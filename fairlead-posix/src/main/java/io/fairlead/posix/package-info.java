/**
 * Calls of libc and of the Linux kernel, one file for each facility, named as in C. Here is what
 * most programs need: sockets and their addresses, descriptors, waiting, errors. The rooms below
 * have the rest.
 *
 * <p>Every call returns what the kernel returns: a result at or above zero, or {@code -errno}. An
 * object made with a {@link io.fairlead.posix.Posix} serves one thread at a time. Memory is given
 * as an address ({@code long}) in the calls that move bytes, and is then the caller's to keep
 * alive.
 */
package io.fairlead.posix;
