/**
 * One peer's bytes each way: codec and service joined, as a machine of four doors.
 *
 * <p>Does no I/O and starts no threads: a server model moves the bytes, a test can drive the doors
 * with a seed. Sees {@code frame} and {@code service} only.
 */
package io.fairlead.session;
