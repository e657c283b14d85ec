/** Processes: to start them, signal them, wait for them, and what limits them. */
package io.fairlead.posix.process;
