/**
 * Sockets, processes and events as bare descriptors of Linux: for the models that ask the kernel
 * themselves.
 */
package io.fairlead.server.descriptor;
