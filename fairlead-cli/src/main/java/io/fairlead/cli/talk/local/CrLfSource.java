package io.fairlead.cli.talk.local;

import io.fairlead.cli.CommandException;
import java.nio.ByteBuffer;

/** Ends lines with CR LF where another source ends them with LF. For one thread. */
final class CrLfSource implements Source {
    private final Source lines;
    private final ByteBuffer waiting = ByteBuffer.allocate(8 * 1024).limit(0);
    private byte last;

    CrLfSource(Source lines) {
        this.lines = lines;
    }

    @Override
    public int read(ByteBuffer into) throws CommandException {
        if (!waiting.hasRemaining()) {
            int count = lines.read(waiting.clear());
            waiting.flip();
            if (count < 0) return -1;
        }
        int before = into.position();
        while (waiting.hasRemaining() && into.remaining() >= 2) {
            byte next = waiting.get();
            if (next == '\n' && last != '\r') into.put((byte) '\r');
            into.put(next);
            last = next;
        }
        return into.position() - before;
    }
}
