/** Packets, from the wire or from a file, and the conversation they make. */
package io.fairlead.trace;
