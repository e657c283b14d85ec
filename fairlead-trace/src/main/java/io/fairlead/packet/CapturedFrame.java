package io.fairlead.packet;

/**
 * A frame as it was captured. Immutable.
 *
 * @param timeNs nanoseconds since 1970, UTC
 * @param link what the bytes begin with
 * @param wireBytes how long it was; more than {@code octets} where the capture cut it
 * @param octets what was captured
 * @param port the interface, as a number that tells two of them apart
 */
public record CapturedFrame(long timeNs, LinkType link, int wireBytes, Octets octets, int port) {
    /** The interface, which the second cooked header names itself. */
    public long interfaceNumber() {
        boolean named = link.equals(LinkType.LINUX_SLL2) && octets.length() >= 8;
        return named ? octets.u32(4) : port;
    }

    /** The same frame, of which no more than {@code bytes} are kept. */
    public CapturedFrame cutTo(int bytes) {
        byte[] kept = octets.atMost(bytes).toArray();
        return new CapturedFrame(timeNs, link, wireBytes, Octets.of(kept), port);
    }
}
