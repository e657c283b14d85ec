/**
 * A network of hosts in place of the kernel: sockets, links, time and chance, below the real event
 * loops. One thread runs it all, and everything that happens follows from what {@code Choices}
 * draws.
 */
package io.fairlead.testkit.simulation;
