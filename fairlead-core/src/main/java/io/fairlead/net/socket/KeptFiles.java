package io.fairlead.net.socket;

import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Files of Unix-domain listeners that another process serves, too. Safe for any thread. */
public final class KeptFiles {
    private static final Set<Path> KEPT = ConcurrentHashMap.newKeySet();

    private KeptFiles() {}

    /** Whoever closes the listener here leaves its file. */
    public static void keep(Path file) {
        KEPT.add(file);
    }

    static boolean contains(Path file) {
        return KEPT.contains(file);
    }
}
