package io.fairlead.services.relay;

import io.fairlead.net.Endpoint;
import io.fairlead.service.CloseReason;
import java.net.SocketAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one relayed connection, which has two ends: the client's and the target's.
 *
 * @param id counts the connections that the relay has accepted, from 1
 * @param client the client's address
 * @param target where the relay connected to; null if no target took the connection
 * @param bytesToTarget received from the client so far
 * @param bytesToClient received from the target so far
 * @param duration since the connection was accepted
 * @param clientReason why the client's end closed; null while it is open
 * @param targetReason why the target's end closed; null while it is open, or if there was none
 * @param detail what else is known of the end, in a few words; usually null
 */
public record RelayReport(
        long id,
        SocketAddress client,
        @Nullable Endpoint target,
        long bytesToTarget,
        long bytesToClient,
        Duration duration,
        @Nullable CloseReason clientReason,
        @Nullable CloseReason targetReason,
        @Nullable String detail) {}
