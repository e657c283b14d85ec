package io.fairlead.server.report;

import io.fairlead.frame.FrameException;
import io.fairlead.net.Endpoint;
import io.fairlead.service.CloseReason;
import java.net.SocketAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one connection, or of one exchange of datagrams.
 *
 * @param id counts the connections of a server, from 1
 * @param endpoint of the server
 * @param remoteAddress of the peer
 * @param bytesReceived so far, without those of TLS itself
 * @param bytesSent so far, without those of TLS itself: what the kernel has taken
 * @param duration since it was accepted
 * @param workerPid of the process that serves it, under the models {@code process} and {@code
 *     prefork}, once it has the connection; 0 where it is the server's own
 * @param reason why it ended; null while it is open
 * @param detail the reason in the service's own words, if it gave some; usually null
 * @param failure what the service or codec threw, or what was wrong with a frame, with TLS or with
 *     a PROXY header; usually null
 */
public record ConnectionReport(
        long id,
        Endpoint endpoint,
        SocketAddress remoteAddress,
        long bytesReceived,
        long bytesSent,
        Duration duration,
        long workerPid,
        @Nullable CloseReason reason,
        @Nullable String detail,
        @Nullable Throwable failure) {
    /** True if the service, the codec or the server failed at it, if only after its end. */
    public boolean serviceFailed() {
        boolean peers =
                switch (reason) {
                    case TLS_FAILED, TRUNCATED, PROXY_FAILED -> true;
                    case null, default -> false;
                };
        boolean threw = failure != null && !peers && !(failure instanceof FrameException);
        return threw || reason == CloseReason.SERVICE_FAILED;
    }
}
