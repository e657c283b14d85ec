package io.fairlead.server.blocking;

import io.fairlead.proxy.PeerProxy;
import io.fairlead.server.report.OpenConnection;
import io.fairlead.server.site.Deadlines;
import io.fairlead.server.site.Driver;
import io.fairlead.server.site.SiteVisit;
import org.jspecify.annotations.Nullable;

/** A connection that a thread serves, and that is counted once its turn has come. */
abstract class VisitedStream implements Driver {
    /** Null until it is open, and for a connection that is refused. */
    volatile @Nullable SiteVisit visit;

    /** Null until its deadlines are watched. */
    volatile Deadlines.@Nullable Watch watch;

    /** A deadline has come nearer. */
    final void lookAgain() {
        Deadlines.Watch own = watch;
        if (own != null) own.lookAgain();
    }

    /** The connection's number; 0 for one without. */
    public final long id() {
        SiteVisit known = visit;
        return known == null ? 0 : known.id();
    }

    /** As {@link io.fairlead.session.Carrier#admits}. */
    public final boolean admits(@Nullable PeerProxy via) {
        SiteVisit known = visit;
        return known == null || known.admits(via);
    }

    @Override
    public final @Nullable OpenConnection describe() {
        SiteVisit known = visit;
        return known == null ? null : describe(known);
    }

    abstract OpenConnection describe(SiteVisit known);
}
