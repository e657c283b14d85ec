/**
 * Messages with more than bytes: ancillary messages, several pieces of memory, and batches of
 * datagrams, sendmsg(2) to recvmmsg(2).
 */
package io.fairlead.posix.message;
