package io.fairlead.cli.serve;

import io.fairlead.cli.serve.kind.ServiceKind;
import io.fairlead.cli.serve.kind.ServiceOffer;
import java.util.Iterator;

/** The services as they are typed, for the other commands. */
public final class ServiceWords {
    private ServiceWords() {}

    /** For the shell's completion. */
    static final class Candidates implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return ServiceKind.all().stream().map(ServiceKind::word).iterator();
        }
    }

    /** True if {@code fairlead serve} has a service of that name. */
    public static boolean has(String word) {
        return ServiceKind.find(word).isPresent();
    }

    /**
     * Makes sure that {@code fairlead serve} has a service of that name.
     *
     * @throws IllegalArgumentException if it has none; the message says which one may be meant
     */
    public static void require(String word) {
        if (!has(word)) throw ServiceOffer.unknown(word);
    }
}
