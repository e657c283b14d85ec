package io.fairlead.server;

import io.fairlead.net.Endpoint;
import io.fairlead.net.NetException;
import io.fairlead.server.report.ConnectFailureReport;
import io.fairlead.server.report.ConnectionReport;
import io.fairlead.server.report.RefusalReason;
import io.fairlead.server.report.StallReport;
import io.fairlead.server.report.StuckReport;
import io.fairlead.server.report.WorkerReport;
import io.fairlead.server.site.GuardedObserver;
import java.io.IOException;
import java.net.SocketAddress;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** Tells one observer, and then another. As thread-safe as the two. */
final class JoinedObserver implements ServerObserver {
    private final ServerObserver first;
    private final ServerObserver second;

    JoinedObserver(ServerObserver first, ServerObserver second) {
        this.first = first;
        this.second = second;
    }

    private void tell(Consumer<ServerObserver> call) {
        GuardedObserver.tell(() -> call.accept(first));
        GuardedObserver.tell(() -> call.accept(second));
    }

    @Override
    public void onFallback(Model wanted, Model used, String reason) {
        tell(observer -> observer.onFallback(wanted, used, reason));
    }

    @Override
    public void onStall(StallReport stall) {
        tell(observer -> observer.onStall(stall));
    }

    @Override
    public void onFailed(Endpoint endpoint, Throwable failure) {
        tell(observer -> observer.onFailed(endpoint, failure));
    }

    @Override
    public void onStuck(StuckReport stuck) {
        tell(observer -> observer.onStuck(stuck));
    }

    @Override
    public void onOpened(ConnectionReport connection) {
        tell(observer -> observer.onOpened(connection));
    }

    @Override
    public void onClosed(ConnectionReport connection) {
        tell(observer -> observer.onClosed(connection));
    }

    @Override
    public void onRefused(SocketAddress peer, RefusalReason reason) {
        tell(observer -> observer.onRefused(peer, reason));
    }

    @Override
    public void onAcceptFailed(NetException error, Duration retryAfter) {
        tell(observer -> observer.onAcceptFailed(error, retryAfter));
    }

    @Override
    public void onAcceptRecovered(long failures) {
        tell(observer -> observer.onAcceptRecovered(failures));
    }

    @Override
    public void onConnectFailed(ConnectFailureReport failure) {
        tell(observer -> observer.onConnectFailed(failure));
    }

    @Override
    public void onMemoryShort(long bytesMax) {
        tell(observer -> observer.onMemoryShort(bytesMax));
    }

    @Override
    public void onMemoryRecovered(long refusals) {
        tell(observer -> observer.onMemoryRecovered(refusals));
    }

    @Override
    public void onDatagramsDroppedByKernel(Endpoint endpoint, long count) {
        tell(observer -> observer.onDatagramsDroppedByKernel(endpoint, count));
    }

    @Override
    public void onWorkerEnded(WorkerReport worker) {
        tell(observer -> observer.onWorkerEnded(worker));
    }

    @Override
    public void onCertificates(Endpoint endpoint, List<X509Certificate> shown) {
        tell(observer -> observer.onCertificates(endpoint, shown));
    }

    @Override
    public void onCertificatesFailed(Endpoint endpoint, IOException reason) {
        tell(observer -> observer.onCertificatesFailed(endpoint, reason));
    }

    @Override
    public void onAccess(Endpoint endpoint, int networks) {
        tell(observer -> observer.onAccess(endpoint, networks));
    }

    @Override
    public void onAccessFailed(Endpoint endpoint, IOException reason) {
        tell(observer -> observer.onAccessFailed(endpoint, reason));
    }
}
