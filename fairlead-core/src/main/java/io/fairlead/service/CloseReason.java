package io.fairlead.service;

/** Why a connection ended, in words for a log line. */
public enum CloseReason {
    /** The peer closed its direction and everything it sent has been served (0 from read in C). */
    PEER_CLOSED("peer closed"),
    /** The service closed the connection. */
    SERVICE_CLOSED("closed by the service"),
    /** The service aborted the connection: over TCP, with a reset. */
    SERVICE_ABORTED("aborted by the service"),
    /** Nothing was received or sent for {@link Limits#idleTimeout()}. */
    IDLE("idle for too long"),
    /** Not one byte was received for {@link Limits#firstByteTimeout()}. */
    FIRST_BYTE_TIMEOUT("sent nothing in time"),
    /** Less went than {@link Limits#bytesPerSecondMin()}. */
    TOO_SLOW("too slow"),
    /** A frame was begun and not completed within {@link Limits#frameTimeout()}. */
    FRAME_TIMEOUT("frame not completed in time"),
    /** The peer took nothing of what waits for it for {@link Limits#writeTimeout()}. */
    WRITE_TIMEOUT("peer does not read"),
    /** Nothing was sent for {@link Limits#halfClosedTimeout()} after the peer's half-close. */
    HALF_CLOSED_TIMEOUT("half-closed for too long"),
    /** The connection reached {@link Limits#lifetimeMax()}. */
    LIFETIME("reached its lifetime"),
    /** The peer sent what is not a frame, or one longer than the limit. */
    BAD_FRAME("bad frame"),
    /** The peer reset the connection, or the network did (ECONNRESET, EPIPE, ETIMEDOUT). */
    RESET("reset by peer"),
    /** UDP: the peer's machine says that nobody has the port (ICMP, ECONNREFUSED). */
    REFUSED("its port is closed"),
    /**
     * The other end did not complete the TLS handshake within {@link Limits#handshakeTimeout()}.
     */
    HANDSHAKE_TIMEOUT("TLS handshake not completed in time"),
    /** TLS failed: no handshake with what the ends can and trust, or bytes that are no TLS. */
    TLS_FAILED("TLS failed"),
    /**
     * The PROXY header that is to come first did not come within the time of {@link
     * io.fairlead.proxy.ProxyRules}.
     */
    PROXY_TIMEOUT("PROXY header not completed in time"),
    /** There was no PROXY header where one is to come first, or one that is wrong. */
    PROXY_FAILED("PROXY header missing or wrong"),
    /** The input ended without TLS's close_notify: it may be cut off, and was not served. */
    TRUNCATED("cut off: end without close_notify"),
    /** The service threw an exception. */
    SERVICE_FAILED("service failed"),
    /** The codec threw what is no {@code FrameException}, or did not keep its contract. */
    CODEC_FAILED("codec failed"),
    /** The server itself failed at the connection: a fault of Fairlead's, which is reported. */
    SERVER_FAILED("server failed"),
    /** All of {@link Limits#bufferBytesTotal()} was lent, and an answer found no buffer. */
    NO_MEMORY("no buffer for an answer"),
    /** The worker process that served the connection ended before it (models with processes). */
    WORKER_DIED("worker process ended"),
    /** The server shut down, and nothing was in flight. */
    DRAINED("server shut down"),
    /** The server shut down, and something was still in flight when the drain time was over. */
    CUT("cut at shutdown");

    private final String words;

    CloseReason(String words) {
        this.words = words;
    }

    /** The reason in a few words, for people. */
    public String words() {
        return words;
    }
}
