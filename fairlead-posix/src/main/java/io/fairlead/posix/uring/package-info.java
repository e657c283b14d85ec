/** io_uring(7): the two queues that a process shares with the kernel, and rings of buffers. */
package io.fairlead.posix.uring;
