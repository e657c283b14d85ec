package io.fairlead.services.relay;

import io.fairlead.net.Endpoint;
import io.fairlead.net.NetException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Keeps what a relay told. */
final class Recorded implements RelayObserver {
    final BlockingQueue<RelayReport> joined = new LinkedBlockingQueue<>();
    final List<NetException> failures = new CopyOnWriteArrayList<>();
    final BlockingQueue<String> misdeeds = new LinkedBlockingQueue<>();
    private final BlockingQueue<RelayReport> ended = new LinkedBlockingQueue<>();

    @Override
    public void onJoined(RelayReport connection) {
        joined.add(connection);
    }

    @Override
    public void onEnded(RelayReport connection) {
        ended.add(connection);
    }

    @Override
    public void onMisbehaved(RelayReport connection, String what) {
        misdeeds.add("#" + connection.id() + " " + what);
    }

    @Override
    public void onTargetFailed(Endpoint target, NetException error, Duration retryAfter) {
        failures.add(error);
    }

    RelayReport awaitEnd() throws InterruptedException {
        RelayReport report = ended.poll(60, TimeUnit.SECONDS);
        if (report == null) throw new AssertionError("no connection has ended");
        return report;
    }
}
