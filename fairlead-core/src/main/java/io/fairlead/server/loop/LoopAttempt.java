package io.fairlead.server.loop;

import io.fairlead.net.socket.ConnectFailure;
import io.fairlead.server.site.LoopSocket;
import java.io.IOException;
import java.net.InetSocketAddress;

/** One connect(2) that is under way on a loop. Belongs to the loop's thread. */
public final class LoopAttempt extends LoopEntry {
    private final LoopRace race;
    private final LoopSocket socket;

    LoopAttempt(LoopRace race, LoopSocket socket) {
        this.race = race;
        this.socket = socket;
    }

    @Override
    public LoopSocket socket() {
        return socket;
    }

    @Override
    public void onWritable() {
        if (race.isOver()) return;
        try {
            if (!socket.finishConnect()) return;
            if (socket.remoteAddress() instanceof InetSocketAddress remote) {
                ConnectFailure.requireOther(remote, socket.localAddress());
            }
        } catch (IOException e) {
            race.failed(this, e);
            return;
        }
        race.connected(this);
    }

    @Override
    public void onReadable() {
        onWritable();
    }

    @Override
    public void onPoll() {
        onWritable();
    }

    @Override
    public void onLost() {
        onWritable(); // which finds out why
    }

    @Override
    public void onSent(int result) {
        // nothing is sent before there is a connection
    }

    @Override
    public long look(long nowNs) {
        return Long.MAX_VALUE; // the race has the deadline
    }
}
