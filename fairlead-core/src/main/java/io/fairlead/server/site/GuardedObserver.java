package io.fairlead.server.site;

import io.fairlead.net.Endpoint;
import io.fairlead.net.NetException;
import io.fairlead.server.report.ConnectFailureReport;
import io.fairlead.server.report.ConnectionReport;
import io.fairlead.server.report.EngineObserver;
import io.fairlead.server.report.RefusalReason;
import io.fairlead.server.report.StallReport;
import io.fairlead.server.report.StuckReport;
import io.fairlead.server.report.WorkerReport;
import io.fairlead.server.watch.FailureLog;
import java.io.IOException;
import java.net.SocketAddress;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;

/** An observer as the server calls it: what it throws is logged, and ends no thread of ours. */
public final class GuardedObserver implements EngineObserver {
    private final EngineObserver observer;

    GuardedObserver(EngineObserver observer) {
        this.observer = observer;
    }

    /** Calls what is somebody else's. */
    public static void tell(Runnable call) {
        try {
            call.run();
        } catch (Throwable e) { // the promise of this class
            FailureLog.SHARED.log("an observer of the server failed", e);
        }
    }

    @Override
    public void onStall(StallReport stall) {
        tell(() -> observer.onStall(stall));
    }

    @Override
    public void onFailed(Endpoint endpoint, Throwable failure) {
        tell(() -> observer.onFailed(endpoint, failure));
    }

    @Override
    public void onStuck(StuckReport stuck) {
        tell(() -> observer.onStuck(stuck));
    }

    @Override
    public void onOpened(ConnectionReport connection) {
        tell(() -> observer.onOpened(connection));
    }

    @Override
    public void onClosed(ConnectionReport connection) {
        tell(() -> observer.onClosed(connection));
    }

    @Override
    public void onRefused(SocketAddress peer, RefusalReason reason) {
        tell(() -> observer.onRefused(peer, reason));
    }

    @Override
    public void onAcceptFailed(NetException error, Duration retryAfter) {
        tell(() -> observer.onAcceptFailed(error, retryAfter));
    }

    @Override
    public void onAcceptRecovered(long failures) {
        tell(() -> observer.onAcceptRecovered(failures));
    }

    @Override
    public void onConnectFailed(ConnectFailureReport failure) {
        tell(() -> observer.onConnectFailed(failure));
    }

    @Override
    public void onMemoryShort(long bytesMax) {
        tell(() -> observer.onMemoryShort(bytesMax));
    }

    @Override
    public void onMemoryRecovered(long refusals) {
        tell(() -> observer.onMemoryRecovered(refusals));
    }

    @Override
    public void onDatagramsDroppedByKernel(Endpoint endpoint, long count) {
        tell(() -> observer.onDatagramsDroppedByKernel(endpoint, count));
    }

    @Override
    public void onWorkerEnded(WorkerReport worker) {
        tell(() -> observer.onWorkerEnded(worker));
    }

    @Override
    public void onCertificates(Endpoint endpoint, List<X509Certificate> shown) {
        tell(() -> observer.onCertificates(endpoint, shown));
    }

    @Override
    public void onCertificatesFailed(Endpoint endpoint, IOException reason) {
        tell(() -> observer.onCertificatesFailed(endpoint, reason));
    }

    @Override
    public void onAccess(Endpoint endpoint, int networks) {
        tell(() -> observer.onAccess(endpoint, networks));
    }

    @Override
    public void onAccessFailed(Endpoint endpoint, IOException reason) {
        tell(() -> observer.onAccessFailed(endpoint, reason));
    }
}
