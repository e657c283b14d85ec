package io.fairlead.cli.stat;

import io.fairlead.stat.KernelSocket;
import io.fairlead.stat.SocketState;
import java.util.List;

/**
 * Which sockets are left out.
 *
 * @param places what neither end may be
 * @param states in which none is shown
 */
record Unwanted(List<Place> places, List<SocketState> states) {
    boolean isEmpty() {
        return places.isEmpty() && states.isEmpty();
    }

    boolean has(KernelSocket socket) {
        return states.contains(socket.state())
                || places.stream().anyMatch(place -> place.isAt(socket));
    }
}
