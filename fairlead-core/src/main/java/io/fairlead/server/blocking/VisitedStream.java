package io.fairlead.server.blocking;

import io.fairlead.server.report.OpenConnection;
import io.fairlead.server.site.Driver;
import io.fairlead.server.site.Site;
import org.jspecify.annotations.Nullable;

/** A connection that a thread serves, and that is counted once its turn has come. */
abstract class VisitedStream implements Driver {
    /** Null until it is open, and for a connection that is refused. */
    volatile Site.@Nullable Visit visit;

    /** The connection's number; 0 for one without. */
    public final long id() {
        Site.Visit known = visit;
        return known == null ? 0 : known.id();
    }

    @Override
    public final @Nullable OpenConnection describe() {
        Site.Visit known = visit;
        return known == null ? null : describe(known);
    }

    abstract OpenConnection describe(Site.Visit known);
}
