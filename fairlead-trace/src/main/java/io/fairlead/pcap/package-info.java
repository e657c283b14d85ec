/**
 * Capture files: pcap and pcapng read, pcapng written. A file that is broken, cut or hostile ends
 * in one named exception with the place in the file.
 */
@org.jspecify.annotations.NullMarked
package io.fairlead.pcap;
