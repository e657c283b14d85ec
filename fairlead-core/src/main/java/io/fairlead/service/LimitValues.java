package io.fairlead.service;

import java.lang.reflect.Field;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/** The value of each limit; a new one has the defaults. Belongs to one builder or one Limits. */
final class LimitValues implements Cloneable {
    int connectionsMax = 10_000;
    int connectionsPerSourceMax = Integer.MAX_VALUE;
    int connectionsPerSourcePerSecond = Integer.MAX_VALUE;
    OverLimit overLimit = OverLimit.WAIT;
    String refusalText = "busy: too many connections, try again later";
    Duration idleTimeout = Duration.ofMinutes(10);
    Duration firstByteTimeout = Duration.ofHours(24);
    Duration handshakeTimeout = Duration.ofSeconds(10);
    Duration frameTimeout = Duration.ofSeconds(30);
    Duration writeTimeout = Duration.ofSeconds(30);
    Duration halfClosedTimeout = Duration.ofMinutes(1);
    int bytesPerSecondMin = 0;
    Duration lifetimeMax = Duration.ofHours(24);
    Duration lingerTimeout = Duration.ofSeconds(2);
    Duration stallTimeout = Duration.ofSeconds(1);
    KeepAlive keepAlive = KeepAlive.DEFAULT;
    int queuedBytesMax = 1024 * 1024;
    long bufferBytesTotal = 256L * 1024 * 1024;
    int poolThreads = 10;
    int poolQueueMax = 100;
    int backlog = 1_024;
    int datagramPeersMax = 10_000;
    Duration datagramPeerTimeout = Duration.ofMinutes(1);

    /** All limits by name. */
    Map<String, Object> byName() {
        Map<String, Object> all = new TreeMap<>();
        try {
            for (Field field : LimitValues.class.getDeclaredFields()) {
                if (!field.isSynthetic()) all.put(field.getName(), field.get(this));
            }
        } catch (IllegalAccessException e) {
            throw new AssertionError(e); // they are this class's own
        }
        return all;
    }

    LimitValues copy() {
        try {
            return (LimitValues) clone();
        } catch (CloneNotSupportedException e) {
            throw new AssertionError(e);
        }
    }
}
