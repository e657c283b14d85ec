package io.fairlead.cli.connect.proxy;

import io.fairlead.cli.ExitCode;
import io.fairlead.client.raw.StreamClient;
import io.fairlead.net.NetException;
import java.nio.ByteBuffer;

/**
 * What is said to a proxy and what it answers, not a byte more: what follows is the server's. For
 * one thread.
 */
final class ProxyStream {
    private final StreamClient client;

    ProxyStream(StreamClient client) {
        this.client = client;
    }

    void write(byte[] bytes) throws NetException {
        client.write(ByteBuffer.wrap(bytes));
    }

    /** The next {@code count} bytes of its answer. */
    byte[] read(int count) throws NetException, ProxyException {
        ByteBuffer answer = ByteBuffer.allocate(count);
        while (answer.hasRemaining()) {
            if (client.read(answer) < 0) {
                throw new ProxyException(
                        ExitCode.FAILED, "it closed the connection before it had answered");
            }
        }
        return answer.array();
    }
}
