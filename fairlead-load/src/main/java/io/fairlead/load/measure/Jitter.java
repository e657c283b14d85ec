package io.fairlead.load.measure;

/**
 * How much the time that datagrams take varies: the interarrival jitter of RFC 3550, section 6.4.1
 * (as RFC 1889 had it). Each arrival moves it by a sixteenth of the way to the difference from the
 * arrival before. For one thread.
 *
 * <p>The RFC compares one-way times, whose clocks it cancels out. Here both ends of a round trip
 * have the same clock, so what varies on the way there, in the server and on the way back is
 * counted.
 */
public final class Jitter {
    private static final double GAIN = 1.0 / 16;

    private long lastNs;
    private long arrivals;
    private double ns;

    /** No datagram has arrived yet. */
    public Jitter() {}

    /**
     * One more datagram has arrived.
     *
     * @param tookNs how long it was on its way
     */
    public void arrived(long tookNs) {
        if (arrivals > 0) ns += (Math.abs(tookNs - lastNs) - ns) * GAIN;
        lastNs = tookNs;
        arrivals++;
    }

    /** The jitter in nanoseconds; NaN before the second arrival. */
    public double ns() {
        return arrivals < 2 ? Double.NaN : ns;
    }
}
