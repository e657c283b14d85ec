/**
 * What the bytes of a frame say: link, IP, TCP, UDP, ICMP. Pure, and never surprised: whatever the
 * bytes are, they are a packet or something that cannot be decoded, with the reason.
 */
@org.jspecify.annotations.NullMarked
package io.fairlead.packet;
