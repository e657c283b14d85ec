/**
 * Reads pcap and pcapng files, and writes pcapng. A broken, truncated or hostile file ends in one
 * exception that names the place in the file.
 */
@org.jspecify.annotations.NullMarked
package io.fairlead.pcap;
