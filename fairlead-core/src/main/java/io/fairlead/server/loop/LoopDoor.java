package io.fairlead.server.loop;

import io.fairlead.server.site.Doorway;
import io.fairlead.server.site.LoopSocket;
import java.io.IOException;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A listener on a loop. All methods are called by the loop's thread. */
public interface LoopDoor extends Doorway {
    /**
     * Begins to watch the listener.
     *
     * @param onAcceptable is run when it has connections
     */
    void open(Runnable onAcceptable) throws IOException;

    /**
     * A door for one listener, or for several that were given to the same loop.
     *
     * @param door makes one for each
     */
    static <S> LoopDoor of(List<S> listeners, Function<S, LoopDoor> door) {
        List<LoopDoor> doors = listeners.stream().map(door).toList();
        return doors.size() == 1 ? doors.getFirst() : new Several(doors);
    }

    /** Several, which take turns, so that none waits for another one to be empty. */
    final class Several implements LoopDoor {
        private final List<LoopDoor> doors;
        private int next;

        private Several(List<LoopDoor> doors) {
            this.doors = doors;
        }

        @Override
        public void open(Runnable onAcceptable) throws IOException {
            for (LoopDoor door : doors) door.open(onAcceptable);
        }

        @Override
        public @Nullable LoopSocket accept() throws IOException {
            for (int i = 0; i < doors.size(); i++) {
                LoopSocket socket = doors.get(next).accept();
                next = (next + 1) % doors.size();
                if (socket != null) return socket;
            }
            return null;
        }

        @Override
        public void watchListener(boolean accepting) {
            for (LoopDoor door : doors) door.watchListener(accepting);
        }

        @Override
        public void closeListener() {
            for (LoopDoor door : doors) door.closeListener();
        }
    }
}
