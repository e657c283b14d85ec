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
    boolean hasFiles() {
        return list.hasFiles();
    }

    /** Networks in all lists together. */
    int networks() {
        return list.networks();
    }

    @Override
    public boolean changed() {
        return list.filesChanged();
    }

    @Override
    public void reload() throws IOException {
        try {
            if (list.reload()) site.observer().onAccess(site.endpoint, networks());
        } catch (IOException e) {
            site.observer().onAccessFailed(site.endpoint, e);
            throw e;
        }
    }
}
