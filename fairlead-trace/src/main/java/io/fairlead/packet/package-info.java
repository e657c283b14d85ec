/**
 * Decodes the bytes of a frame: link, IP, TCP, UDP, ICMP. Pure. Any bytes give either a packet or a
 * reason why they cannot be decoded.
 */
@org.jspecify.annotations.NullMarked
package io.fairlead.packet;
