package io.fairlead.cli.talk.local;

import io.fairlead.cli.OutputException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;

/** The peer's bytes as they come. */
final class RawDisplay implements Display {
    private final WritableByteChannel channel;

    RawDisplay(OutputStream out) {
        channel = Channels.newChannel(out);
    }

    @Override
    public void received(ByteBuffer bytes) throws OutputException {
        try {
            channel.write(bytes); // all of it: the channel of a stream is blocking
        } catch (IOException e) {
            throw new OutputException(e);
        }
    }
}
