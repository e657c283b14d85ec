package io.fairlead.server.datagram;

import io.fairlead.frame.IoBuffer;
import io.fairlead.server.loop.EventLoop;
import io.fairlead.server.site.Site;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Receives for all connected datagram sockets of one loop, into memory that is borrowed for as long
 * as there is something to read. Belongs to the loop's thread.
 */
final class DatagramIntake {
    private static final long MEMORY_RETRY_NS = 10_000_000;
    private static final int RECEIVE_BYTES = 64 * 1024; // more than any datagram has
    private static final int DATAGRAMS_AT_A_TIME_MAX = 64;

    private final EventLoop loop;
    private final PeerCalls calls;
    private final IoBuffer inbound;
    private final List<ConnectedPeer> starved = new ArrayList<>(); // they found no memory
    private long memoryNs = Long.MAX_VALUE;

    DatagramIntake(Site site, EventLoop loop, PeerCalls calls) {
        this.loop = loop;
        this.calls = calls;
        inbound = new IoBuffer(site.slab());
    }

    /** Reads one socket when there is something to read. */
    final class Reader implements Runnable {
        private final ConnectedSocket socket;
        private @Nullable ConnectedPeer peer;

        Reader(ConnectedSocket socket) {
            this.socket = socket;
        }

        /** What comes is for {@code reading}. */
        void begin(ConnectedPeer reading) {
            peer = reading;
        }

        @Override
        public void run() {
            ConnectedPeer reading = peer;
            if (reading == null) return;
            int count = 0;
            while (count < DATAGRAMS_AT_A_TIME_MAX && receive(reading)) count++;
            inbound.releaseIfEmpty();
        }

        private boolean receive(ConnectedPeer reading) {
            if (reading.isClosed()) return false;
            if (!inbound.reserve(RECEIVE_BYTES)) {
                awaitMemory(reading);
                return false;
            }
            try {
                int size = socket.receive(inbound.space());
                if (size < 0) return false;
                inbound.commit(size);
            } catch (IOException e) {
                reading.lost(e);
                return false;
            }
            calls.serve(reading, inbound.take(0, inbound.size(), 0), null);
            inbound.expireFrame();
            return true;
        }
    }

    /** The kernel's queue waits, too. */
    private void awaitMemory(ConnectedPeer peer) {
        peer.socket().input().watch(false);
        starved.add(peer);
        memoryNs = loop.clock().getAsLong() + MEMORY_RETRY_NS;
    }

    /** When to receive again, if there was no memory; {@link Long#MAX_VALUE} is never. */
    long retryNs() {
        return memoryNs;
    }

    void retryIfTime(long nowNs) {
        if (memoryNs > nowNs) return;
        memoryNs = Long.MAX_VALUE;
        for (ConnectedPeer peer : starved) {
            if (!peer.isClosed()) peer.socket().input().watch(true);
        }
        starved.clear();
    }

    void release() {
        inbound.release();
    }
}
