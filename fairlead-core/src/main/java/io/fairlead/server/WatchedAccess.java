package io.fairlead.server;

import io.fairlead.server.access.AccessList;
import io.fairlead.server.site.Site;
import java.io.IOException;

/**
 * The files of the networks that may connect to a server, or may not. Safe for any thread.
 *
 * @param list has read them
 * @param site whose observer is told
 */
record WatchedAccess(AccessList list, Site site) implements FileWatch.Watched {
    @Override
    public boolean changed() {
        return list.filesChanged();
    }

    @Override
    public void reload() throws IOException {
        if (list.reload()) site.observer().onAccess(site.endpoint, list.networks());
    }

    @Override
    public void failed(IOException reason) {
        site.observer().onAccessFailed(site.endpoint, reason);
    }
}
