/**
 * What the kernel tells about sockets: dumps over sock_diag(7), the numbers of tcp_info, the memory
 * of one socket, and the rows of {@code /proc/net}.
 */
package io.fairlead.posix.diag;
