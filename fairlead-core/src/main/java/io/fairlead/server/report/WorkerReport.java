package io.fairlead.server.report;

import java.time.Duration;

/**
 * A worker process that ended though nobody had told it to.
 *
 * @param pid of the process; 0 if it could not be started at all
 * @param how it ended, as the rest of a sentence: {@code was killed by signal 9}
 * @param connectionsLost that it served; each is reported as well
 * @param restartAfter how long it takes until the next is started; zero is at once
 */
public record WorkerReport(long pid, String how, int connectionsLost, Duration restartAfter) {
    /** The whole sentence. */
    public String sentence() {
        String who = pid == 0 ? "a worker process " : "worker process " + pid + " ";
        String lost = connectionsLost == 1 ? "1 connection" : connectionsLost + " connections";
        String next =
                restartAfter.isZero()
                        ? "another one starts"
                        : "the next one starts in " + restartAfter.toMillis() + " ms";
        return who + how + "; " + lost + " lost, " + next;
    }
}
