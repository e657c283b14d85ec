package io.fairlead.server;

import org.jspecify.annotations.Nullable;

/** One message on its way to a worker, and the connection that goes with it. */
final class Outgoing {
    final byte[] bytes;
    final @Nullable NativeSocket passed;

    Outgoing(byte[] bytes, @Nullable NativeSocket passed) {
        this.bytes = bytes;
        this.passed = passed;
    }
}
