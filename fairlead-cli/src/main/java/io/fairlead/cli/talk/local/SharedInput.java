package io.fairlead.cli.talk.local;

import io.fairlead.cli.CommandException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * One input for several talks, one after the other. Nothing can end a read of standard input, so
 * one thread reads it for all: what it reads while a talk ends goes to the next. Safe for any
 * thread.
 */
public final class SharedInput {
    private static final int CHUNK_BYTES = 128 * 1024;
    private static final long END_MS = 500;

    private final Source source;
    private final Thread reader;
    private final ByteBuffer chunk = ByteBuffer.allocate(CHUNK_BYTES).limit(0);
    private @Nullable Turn turn;
    private boolean ended;
    private @Nullable CommandException failure;

    private SharedInput(Source source) {
        this.source = source;
        reader = Thread.ofPlatform().daemon().name("fairlead input").unstarted(this::fill);
    }

    /** Begins to read {@code source}. */
    public static SharedInput of(Source source) {
        SharedInput shared = new SharedInput(source);
        shared.reader.start();
        return shared;
    }

    private void fill() {
        ByteBuffer next = ByteBuffer.allocate(CHUNK_BYTES);
        try {
            while (source.read(next.clear()) >= 0) {
                if (!hand(next.flip())) return;
            }
            end(null);
        } catch (CommandException e) {
            end(e);
        }
    }

    private synchronized boolean hand(ByteBuffer bytes) {
        try {
            chunk.clear().put(bytes).flip();
            notifyAll();
            while (chunk.hasRemaining()) wait();
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private synchronized void end(@Nullable CommandException error) {
        ended = true;
        failure = error;
        notifyAll();
    }

    /** The input of the next talk. */
    public synchronized Source next() {
        Turn next = new Turn();
        turn = next;
        notifyAll();
        return next;
    }

    private synchronized int read(Turn asking, ByteBuffer into) throws CommandException {
        try {
            while (turn == asking && !ended && !chunk.hasRemaining()) wait();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return -1;
        }
        if (turn != asking) return -1;
        if (!chunk.hasRemaining()) {
            if (failure != null) throw failure;
            return -1;
        }
        int count = Math.min(chunk.remaining(), into.remaining());
        into.put(chunk.slice(chunk.position(), count));
        chunk.position(chunk.position() + count);
        notifyAll();
        return count;
    }

    private synchronized void leave(Turn leaving) {
        if (turn == leaving) turn = null;
        notifyAll();
    }

    /** Stops reading, where an interrupt can do that, and waits a moment for it. */
    void stop() {
        reader.interrupt();
        try {
            reader.join(END_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** One talk's share. */
    private final class Turn implements Source {
        @Override
        public int read(ByteBuffer into) throws CommandException {
            return SharedInput.this.read(this, into);
        }

        @Override
        public void leave() {
            SharedInput.this.leave(this);
        }
    }
}
