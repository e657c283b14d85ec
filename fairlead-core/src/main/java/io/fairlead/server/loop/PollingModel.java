package io.fairlead.server.loop;

import io.fairlead.net.socket.ConnectTarget;
import io.fairlead.net.socket.Listener;
import io.fairlead.server.site.LoopSocket;
import java.io.IOException;
import java.nio.channels.SelectableChannel;
import java.util.ArrayList;
import java.util.List;

/**
 * Non-blocking sockets, busy polling: the loop's thread asks each socket in turn, for ever. Nothing
 * waits, so nothing is faster for a few connections that always have something to say, and a
 * processor is always fully used.
 */
public final class PollingModel implements Readiness {
    private final List<LoopEntry> streams = new ArrayList<>();
    private final List<ChannelDoor> doors = new ArrayList<>();
    private final List<Input> inputs = new ArrayList<>();

    /** A door for {@code listener}, which it takes over. */
    public LoopDoor door(Listener listener) {
        return new ChannelDoor(
                listener,
                door -> {
                    doors.add(door);
                    return null;
                });
    }

    @Override
    public LoopInput input(SelectableChannel channel) {
        return new Input(channel);
    }

    private final class Input implements LoopInput {
        private final SelectableChannel channel;
        private Runnable onReadable = () -> {};
        private boolean wanted;
        private boolean open;

        Input(SelectableChannel channel) {
            this.channel = channel;
        }

        @Override
        public void open(Runnable onReadable) throws IOException {
            this.onReadable = onReadable;
            channel.configureBlocking(false);
            wanted = true;
            open = true;
            inputs.add(this);
        }

        @Override
        public void watch(boolean wanted) {
            this.wanted = wanted;
        }

        @Override
        public void close() {
            open = false; // it is forgotten in the next turn
        }
    }

    @Override
    public void add(LoopEntry stream) {
        stream.handle = streams.size();
        streams.add(stream);
    }

    @Override
    public LoopSocket connect(ConnectTarget target) throws IOException {
        return new ChannelSocket(target.beginOnChannel());
    }

    @Override
    public void addConnecting(LoopAttempt attempt) {
        add(attempt);
    }

    @Override
    public void addConnected(LoopAttempt attempt, LoopStream stream) {
        stream.handle = attempt.handle;
        streams.set((int) attempt.handle, stream);
    }

    @Override
    public void watch(LoopEntry stream, boolean input, boolean output) {
        // every socket is asked for everything
    }

    @Override
    public void remove(LoopEntry stream) {
        // The last one takes its place, so that nothing has to move up.
        int place = (int) stream.handle;
        LoopEntry last = streams.removeLast();
        if (last.equals(stream)) return;
        streams.set(place, last);
        last.handle = place;
    }

    @Override
    public void await(long timeoutNs, EventLoop loop) {
        loop.goesOn();
        for (int i = doors.size() - 1; i >= 0; i--) {
            ChannelDoor door = doors.get(i);
            if (door.isOpen()) {
                door.onAcceptable();
            } else {
                doors.remove(i);
            }
        }
        inputs.removeIf(input -> !input.open);
        for (int i = inputs.size() - 1; i >= 0; i--) {
            Input input = inputs.get(i);
            if (input.open && input.wanted) input.onReadable.run();
        }
        for (int i = streams.size() - 1; i >= 0; i--) {
            // An end while we ask moves only ones that have been asked already.
            if (i < streams.size()) streams.get(i).onPoll();
        }
        Thread.onSpinWait();
    }

    @Override
    public void wake() {
        // never asleep
    }

    @Override
    public void close() {
        streams.clear();
    }
}
