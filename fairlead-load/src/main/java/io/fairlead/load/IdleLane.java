package io.fairlead.load;

import java.io.IOException;

/** A connection that is held open, and on which nothing is sent. For the thread of its loop. */
final class IdleLane extends Lane {
    IdleLane(int number, Loop loop) {
        super(number, loop);
    }

    @Override
    void onOpen(long nowNs) throws IOException {
        socket().watchOutput(false);
    }

    @Override
    void onReadable(LaneSocket socket) throws IOException {
        if (socket.receive(loop.inbox) == LaneSocket.ENDED) ended();
    }

    @Override
    void send(long nowNs) {}

    @Override
    void sweep(long nowNs) {}

    @Override
    long unanswered() {
        return 0;
    }

    @Override
    long begun() {
        return 0;
    }

    @Override
    void onClosed() {}
}
