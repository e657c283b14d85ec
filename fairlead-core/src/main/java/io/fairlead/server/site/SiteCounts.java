package io.fairlead.server.site;

import io.fairlead.server.report.ServerStats;
import java.util.concurrent.atomic.LongAdder;

/** What a site counts, from its beginning. Safe for any thread. */
final class SiteCounts {
    final LongAdder opened = new LongAdder();
    final LongAdder closed = new LongAdder();
    final LongAdder refused = new LongAdder();
    final LongAdder failed = new LongAdder();
    final LongAdder acceptFailures = new LongAdder();
    final LongAdder bytesReceived = new LongAdder();
    final LongAdder bytesSent = new LongAdder();
    final LongAdder datagramsDropped = new LongAdder();

    /** Buffers that worker processes have lent. */
    final LongAdder lentElsewhere = new LongAdder();

    /**
     * All of it at this moment.
     *
     * @param kernelDrops datagrams that the kernel has dropped
     * @param bytesLent of buffers, in this process
     */
    ServerStats stats(long kernelDrops, long bytesLent) {
        long closedNow = closed.sum(); // before opened, so that open is never below 0
        long openedNow = opened.sum();
        return new ServerStats(
                openedNow,
                openedNow - closedNow,
                refused.sum(),
                failed.sum(),
                acceptFailures.sum(),
                bytesReceived.sum(),
                bytesSent.sum(),
                datagramsDropped.sum(),
                kernelDrops,
                bytesLent + lentElsewhere.sum());
    }
}
