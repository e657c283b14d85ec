/** The sockets of this machine: what the kernel reports about each, and what that means. */
package io.fairlead.stat;
