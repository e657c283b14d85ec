package io.fairlead.server.process;

import io.fairlead.server.descriptor.Farewells;
import io.fairlead.server.descriptor.NativeSocket;
import io.fairlead.server.descriptor.Reactor;
import io.fairlead.server.site.Refusal;
import io.fairlead.session.Terms;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Connections over the limit, that are told so on a reactor's thread and let go: as {@link
 * Refusal}, without a thread for each.
 */
final class Refusals {
    private static final int READS_MAX = 64;

    private final Farewells farewells;
    private final Runnable onEnd;
    private final ByteBuffer text;

    /**
     * @param onEnd is called when a connection has ended
     */
    Refusals(Reactor reactor, Terms terms, Runnable onEnd) {
        this.onEnd = onEnd;
        farewells = new Farewells(reactor, terms.limits().lingerTimeout().toNanos(), READS_MAX);
        byte[] bytes = Refusal.words(terms);
        text = ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
    }

    /** Takes over a connection. */
    void refuse(NativeSocket socket) {
        try {
            socket.write(text.duplicate()); // a new socket has room for it
        } catch (IOException e) {
            // it has left, which the next call finds as well
        }
        farewells.begin(socket, onEnd);
    }

    boolean isEmpty() {
        return farewells.isEmpty();
    }

    /** When {@link #endOverdue} should be called next; {@link Long#MAX_VALUE} is never. */
    long waitNs() {
        return farewells.waitNs();
    }

    /** Ends those that have lingered long enough. */
    void endOverdue() {
        farewells.endOverdue();
    }

    /** Ends all. */
    void cut() {
        farewells.cut();
    }
}
