package io.fairlead.server.site;

import io.fairlead.server.report.OpenConnection;
import org.jspecify.annotations.Nullable;

/** What somebody may want to know of while it is open. Safe for any thread. */
@FunctionalInterface
public interface Described {
    /** As it is now; null if it is not open, or nobody is told of it. */
    @Nullable OpenConnection describe();
}
