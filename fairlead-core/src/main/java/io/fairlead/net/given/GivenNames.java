package io.fairlead.net.given;

import io.fairlead.net.Endpoint;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which address each {@code fd://} endpoint has come to mean. A process that is replaced passes it
 * on, as the one that replaces it is given no such names. Not safe for several threads.
 */
final class GivenNames {
    private final Map<Endpoint, Endpoint> before = new LinkedHashMap<>();
    private final Map<Endpoint, Endpoint> here = new LinkedHashMap<>();

    /**
     * @param text of the process before; empty for none
     */
    GivenNames(String text) {
        for (String line : text.split("\n", -1)) {
            int space = line.indexOf(' ');
            if (space < 0) continue;
            Endpoint bound = Endpoint.parse(line.substring(space + 1));
            before.put(Endpoint.parse(line.substring(0, space)), bound);
        }
    }

    /** What it meant in the process before; {@code asked} if nothing. Asked for once. */
    Endpoint take(Endpoint asked) {
        Endpoint bound = before.remove(asked);
        if (bound == null) return asked;
        here.put(asked, bound);
        return bound;
    }

    void add(Endpoint asked, Endpoint bound) {
        here.put(asked, bound);
    }

    /** For the process that comes after this one. */
    String text() {
        StringBuilder text = new StringBuilder();
        here.forEach((asked, bound) -> text.append(asked + " " + bound + "\n"));
        return text.toString();
    }
}
