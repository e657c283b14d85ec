package io.fairlead.cli.talk.local;

import io.fairlead.cli.CommandException;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;

/** Text that another source has in UTF-8, in the encoding that a peer wants. For one thread. */
public final class EncodedSource implements Source {
    private static final int CHUNK_BYTES = 32 * 1024;

    private final Source source;
    private final Recoder recoder;
    private final ByteBuffer chunk = ByteBuffer.allocate(CHUNK_BYTES);
    private ByteBuffer waiting = ByteBuffer.allocate(0);
    private boolean ended;

    /**
     * @param source text in UTF-8
     */
    public EncodedSource(Source source, Charset encoding) {
        this.source = source;
        recoder = new Recoder(encoding);
    }

    @Override
    public int read(ByteBuffer into) throws CommandException {
        if (!waiting.hasRemaining() && !ended) {
            ended = source.read(chunk.clear()) < 0;
            waiting = recoder.recode(chunk.flip(), ended);
        }
        if (!waiting.hasRemaining() && ended) return -1;
        int count = Math.min(waiting.remaining(), into.remaining());
        into.put(waiting.slice(waiting.position(), count));
        waiting.position(waiting.position() + count);
        return count;
    }
}
