package io.fairlead.server.process;

import org.jspecify.annotations.Nullable;

/** One message on its way to a worker, and the connection whose descriptor goes with it. */
final class Outgoing {
    final byte[] bytes;
    final @Nullable Guest passed;

    Outgoing(byte[] bytes, @Nullable Guest passed) {
        this.bytes = bytes;
        this.passed = passed;
    }
}
