package io.fairlead.server.report;

import io.fairlead.service.ConnectionWait;
import java.net.SocketAddress;
import java.time.Duration;

/**
 * An open connection, or a source of datagrams that is known, at one moment. Its numbers are read
 * one after the other while it goes on. What opens or ends while a list is made may be missing in
 * it. So is what waits for a thread of the model {@code pool}, or is being refused.
 *
 * @param id counts the connections of a server or client, from 1
 * @param remoteAddress of the peer
 * @param age since it was accepted or made
 * @param bytesReceived so far
 * @param bytesSent so far: what the kernel has taken
 * @param bytesQueued what the kernel has not taken yet
 * @param waitsFor what is to come next
 * @param workerPid of the process that serves it, under the models {@code process} and {@code
 *     prefork}, once it has the connection; 0 where it is this one. Of another process's connection
 *     the bytes are those of some 100 ms ago and none is known to be queued; of a program's none is
 *     known at all
 */
public record OpenConnection(
        long id,
        SocketAddress remoteAddress,
        Duration age,
        long bytesReceived,
        long bytesSent,
        int bytesQueued,
        ConnectionWait waitsFor,
        long workerPid) {}
