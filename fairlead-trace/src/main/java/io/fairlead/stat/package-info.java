/** The sockets of this machine: what the kernel tells of each, and what it means, in words. */
package io.fairlead.stat;
