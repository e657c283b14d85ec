package io.fairlead.session;

import io.fairlead.frame.Codec;
import io.fairlead.frame.Slab;
import io.fairlead.service.Limits;
import io.fairlead.service.Service;
import java.util.function.LongSupplier;

/**
 * What all sessions of one server have in common.
 *
 * @param codec cuts the streams
 * @param service gets the frames
 * @param limits that no session goes beyond
 * @param slab lends the memory
 * @param clockNs a monotonic clock in nanoseconds, as {@link System#nanoTime}
 */
public record Terms(Codec codec, Service service, Limits limits, Slab slab, LongSupplier clockNs) {
    /** The same server's terms for another codec and service. */
    public Terms with(Codec otherCodec, Service otherService) {
        return new Terms(otherCodec, otherService, limits, slab, clockNs);
    }

    /** The same terms with times taken from another clock, which runs as this one does. */
    public Terms on(LongSupplier otherClockNs) {
        return new Terms(codec, service, limits, slab, otherClockNs);
    }
}
