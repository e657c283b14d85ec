package io.fairlead.server;

import io.fairlead.net.NetException;
import java.time.Duration;

/** Logs what somebody should look at, and nothing else. */
final class LogObserver implements ServerObserver {
    private static final System.Logger LOG = System.getLogger("io.fairlead");

    @Override
    public void onClosed(ConnectionReport connection) {
        if (connection.serviceFailed()) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    "service failed for " + connection.remoteAddress(),
                    connection.failure());
        }
    }

    @Override
    public void onFallback(Model wanted, Model used, String reason) {
        LOG.log(
                System.Logger.Level.WARNING,
                "model " + wanted.word() + ": " + reason + "; using " + used.word());
    }

    @Override
    public void onStall(StallReport stall) {
        LOG.log(System.Logger.Level.WARNING, stall.words());
    }

    @Override
    public void onAcceptFailed(NetException error, Duration retryAfter) {
        LOG.log(System.Logger.Level.WARNING, error.getMessage());
    }

    @Override
    public void onAcceptRecovered(long failures) {
        LOG.log(System.Logger.Level.INFO, "accepting again, after " + failures + " failures");
    }

    @Override
    public void onWorkerEnded(WorkerReport worker) {
        LOG.log(System.Logger.Level.WARNING, worker.sentence());
    }
}
