/**
 * Where the functions of libc become method handles. Not exported: all native calls are made in
 * this module.
 */
package io.fairlead.posix.libc;
