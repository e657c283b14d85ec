package io.fairlead.server.blocking;

import io.fairlead.server.site.Site;
import io.fairlead.session.Next;
import io.fairlead.session.Session;
import io.fairlead.session.SocketSide;
import java.io.IOException;

/**
 * A turn of a connection whose owner is blocked in a read: sends what is queued and runs what is
 * due, on a thread of its own that ends with it.
 */
record SideTurn(BlockingStream stream, Session session, SocketSide side, Site site)
        implements Runnable {
    /** Begins one. */
    static void start(BlockingStream stream, Session session, SocketSide side, Site site) {
        SideTurn turn = new SideTurn(stream, session, side, site);
        stream.socket().threadHost().start(BlockingEngine.senderName(site), turn);
    }

    @Override
    public void run() {
        try {
            Next next;
            do {
                stream.socket().sendAll(side, site);
                next = stream.next(side::nextToSend);
                if (next == Next.SHUT_DOWN) stream.shutDown();
                if (next == Next.WAIT_FOR_MEMORY)
                    stream.socket().threadHost().park(Owner.MEMORY_RETRY_NS);
                stream.lookAgainIfOwed();
            } while (next != Next.WAIT || (session.owesTurn() && !stream.isAwaited()));
            endIdleRead();
        } catch (IOException | RuntimeException | Error e) { // as in a turn
            session.fail(e);
            stream.socket().close(); // wakes the owner
        }
        stream.owner.changed();
    }

    /** The server drains, and the service owes no answer: the read is not waited for any more. */
    private void endIdleRead() {
        if (!session.isReleased() || !stream.owner.isReading()) return;
        if (session.isMidFrame()) return; // the rest may come
        try {
            // The owner reads on, to the end of what has arrived.
            stream.socket().endInput(stream.owner::isReading);
        } catch (IOException e) {
            // closed already
        }
    }
}
