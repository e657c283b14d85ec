package io.fairlead.server.report;

import io.fairlead.net.Endpoint;
import io.fairlead.net.NetException;
import java.io.IOException;
import java.net.SocketAddress;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;

/**
 * Sees what happens at an endpoint that is served, under whatever model. Methods are called by the
 * threads that do the work, several at a time, and must be quick.
 */
public interface EngineObserver {
    /** Sees nothing. */
    EngineObserver NONE = new EngineObserver() {};

    /**
     * A handler, service or codec holds an event loop, of datagrams, too. Called once for each
     * time, after {@link io.fairlead.service.Limits#stallTimeout}, while it lasts; its end is not
     * told. Models with a thread for each connection have no such loop. Called by the one thread
     * that looks after the loops of all servers of this process.
     */
    default void onStall(StallReport stall) {}

    /**
     * A thread that accepts or serves has died, by a fault of Fairlead's, of the JDK's or of the
     * kernel's: the server is no good any more, and is being closed. Called once at most; see
     * {@link io.fairlead.server.Server#failure}.
     */
    default void onFailed(Endpoint endpoint, Throwable failure) {}

    /**
     * The server is closed, and a thread is still in a handler or service: it was given the time to
     * finish, its connection was cut, and it has not come back.
     */
    default void onStuck(StuckReport stuck) {}

    /**
     * A connection was accepted, or a datagram's source was new.
     *
     * <p>Anybody can forge the source of a datagram, and each new one is told here and, when it is
     * forgotten, to {@link #onClosed}. {@link io.fairlead.service.Limits#datagramPeersMax} bounds
     * about how many are open at a time, but only the rate at which datagrams are received bounds
     * the calls. So an observer of a UDP server that writes a line for each should write some a
     * second, and count the others.
     */
    default void onOpened(ConnectionReport connection) {}

    /** A connection has ended, or a datagram's source is forgotten; see {@link #onOpened}. */
    default void onClosed(ConnectionReport connection) {}

    /** A connection was turned away before it was served. */
    default void onRefused(SocketAddress peer, RefusalReason reason) {}

    /**
     * Accepting failed (out of descriptors, say); the server goes on. Called at the first failure
     * of a row only.
     *
     * @param error names the cause
     * @param retryAfter when accepting is tried again
     */
    default void onAcceptFailed(NetException error, Duration retryAfter) {}

    /**
     * Accepting works again.
     *
     * @param failures how often it had failed
     */
    default void onAcceptRecovered(long failures) {}

    /**
     * A client that reconnects could not connect; it goes on. Called for each failed attempt of
     * each connection that it is to make: whoever logs it should write some a second, and count the
     * others.
     */
    default void onConnectFailed(ConnectFailureReport failure) {}

    /**
     * All that may be lent of the server's memory is lent: reading and serving wait for some.
     * Called once, until there is enough again.
     *
     * @param bytesMax what there is: {@link io.fairlead.service.Limits#bufferBytesTotal}, or less
     *     where the JVM has less
     */
    default void onMemoryShort(long bytesMax) {}

    /**
     * Half of the memory is free again.
     *
     * @param refusals how often a buffer was refused memory meanwhile
     */
    default void onMemoryRecovered(long refusals) {}

    /**
     * The kernel has dropped datagrams, as the receive buffer of a socket was full: they came
     * faster than they were received, or while a service held the thread that receives. Called at
     * most every 10 s while that goes on, and at the end; see {@link
     * ServerStats#datagramsDroppedByKernel} for what is counted.
     *
     * @param count how many since the last call
     */
    default void onDatagramsDroppedByKernel(Endpoint endpoint, long count) {}

    /**
     * A worker process ended though nobody had told it to: it was killed, or cannot begin to serve
     * (models {@code process} and {@code prefork}).
     */
    default void onWorkerEnded(WorkerReport worker) {}

    /**
     * The files of TLS certificates and keys have been read again: later handshakes are shown
     * these.
     *
     * @param shown the certificates of the server itself
     */
    default void onCertificates(Endpoint endpoint, List<X509Certificate> shown) {}

    /**
     * The files of TLS certificates and keys have changed, and cannot be used: what was shown
     * before is shown still. Told once for each change.
     *
     * @param reason names the file, and what is wrong with it
     */
    default void onCertificatesFailed(Endpoint endpoint, IOException reason) {}

    /**
     * The files of networks have been read again: who connects from now on is judged by these.
     *
     * @param networks in all lists together
     */
    default void onAccess(Endpoint endpoint, int networks) {}

    /**
     * The files of networks have changed, and cannot be used: those that held before hold on. Told
     * once for each change.
     *
     * @param reason names the file, the line, and what is wrong with it
     */
    default void onAccessFailed(Endpoint endpoint, IOException reason) {}
}
