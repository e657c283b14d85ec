package io.fairlead.session;

import io.fairlead.frame.Codec;
import io.fairlead.frame.Slab;
import io.fairlead.service.Limits;
import io.fairlead.service.Service;
import java.util.function.LongSupplier;

/**
 * What all sessions of one server, or client, have in common.
 *
 * @param codec cuts the streams
 * @param service gets the frames
 * @param limits that no session goes beyond
 * @param slab lends the memory
 * @param clockNs a monotonic clock in nanoseconds, as {@link System#nanoTime}
 * @param layer stands between the sessions and their sockets
 */
public record Terms(
        Codec codec, Service service, Limits limits, Slab slab, LongSupplier clockNs, Layer layer) {
    /** Terms of sessions whose own bytes are on the wire. */
    public Terms(Codec codec, Service service, Limits limits, Slab slab, LongSupplier clockNs) {
        this(codec, service, limits, slab, clockNs, Layer.NONE);
    }

    /**
     * The memory of a server of streams: what the limits allow and this JVM has, with a reserve
     * that lets each connection read a little and answer it, whatever the others keep.
     *
     * @param layer has two buffers of its own for each connection, if it is one
     */
    public static Slab slabOfStreams(Limits limits, Layer layer) {
        long buffers = layer.equals(Layer.NONE) ? 2 : 4;
        return new Slab(
                bufferBytes(limits), buffers * Slab.CHUNK_BYTES_MIN * limits.connectionsMax());
    }

    /** The memory of a server of datagrams. */
    public static Slab slabOfDatagrams(Limits limits) {
        return new Slab(bufferBytes(limits));
    }

    /** By default the JVM has as much direct memory as heap: some of it is for others. */
    private static long bufferBytes(Limits limits) {
        return Math.min(limits.bufferBytesTotal(), Runtime.getRuntime().maxMemory() / 2);
    }

    /** The same server's terms for another codec and service. */
    public Terms with(Codec otherCodec, Service otherService) {
        return new Terms(otherCodec, otherService, limits, slab, clockNs, layer);
    }

    /** The same terms with another layer. */
    public Terms over(Layer otherLayer) {
        return new Terms(codec, service, limits, slab, clockNs, otherLayer);
    }

    /** The same terms with times taken from another clock, which runs as this one does. */
    public Terms on(LongSupplier otherClockNs) {
        return new Terms(codec, service, limits, slab, otherClockNs, layer);
    }
}
