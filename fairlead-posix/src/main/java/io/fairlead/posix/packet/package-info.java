/** Packets as they pass an interface: packet(7) and the filters of BPF. */
package io.fairlead.posix.packet;
