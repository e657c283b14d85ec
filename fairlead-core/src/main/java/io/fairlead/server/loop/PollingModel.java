package io.fairlead.server.loop;

import io.fairlead.net.socket.Listener;
import io.fairlead.server.site.Channels;
import io.fairlead.server.site.LoopSocket;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Non-blocking sockets, busy polling: the loop's thread asks each socket in turn, for ever. Nothing
 * waits, so nothing is faster for a few connections that always have something to say, and a
 * processor is always fully used.
 */
public final class PollingModel implements Readiness {
    private final Listener listener;
    private final List<LoopStream> streams = new ArrayList<>();
    private boolean accepting = true;

    public PollingModel(Listener listener) throws IOException {
        this.listener = listener;
        listener.channel().configureBlocking(false);
    }

    @Override
    public @Nullable LoopSocket accept() throws IOException {
        return ChannelSocket.accept(listener);
    }

    @Override
    public void closeListener() {
        Channels.close(listener);
    }

    @Override
    public void add(LoopStream stream) {
        stream.handle = streams.size();
        streams.add(stream);
    }

    @Override
    public void watch(LoopStream stream, boolean input, boolean output) {
        // every socket is asked for everything
    }

    @Override
    public void remove(LoopStream stream) {
        // The last one takes its place, so that nothing has to move up.
        int place = (int) stream.handle;
        LoopStream last = streams.removeLast();
        if (last == stream) return;
        streams.set(place, last);
        last.handle = place;
    }

    @Override
    public void watchListener(boolean accepting) {
        this.accepting = accepting;
    }

    @Override
    public void await(long timeoutNs, LoopEngine loop) {
        loop.goesOn();
        if (accepting) loop.onAcceptable();
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
