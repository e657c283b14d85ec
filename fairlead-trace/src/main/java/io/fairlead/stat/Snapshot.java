package io.fairlead.stat;

import java.util.List;

/**
 * The sockets of one moment, and who owns them.
 *
 * @param sockets in the order of the kernel
 * @param remarks what is missing and why, each a sentence; none if all is there
 */
public record Snapshot(List<KernelSocket> sockets, Owners owners, List<String> remarks) {}
