package io.fairlead.server;

import io.fairlead.server.site.Site;
import io.fairlead.tls.layer.TlsRules;
import java.io.IOException;

/**
 * The files of the certificates that a server shows, and of their keys. Safe for any thread.
 *
 * @param rules have read them
 * @param site whose observer is told
 */
record WatchedCertificates(TlsRules rules, Site site) implements FileWatch.Watched {
    @Override
    public boolean changed() {
        return rules.filesChanged();
    }

    @Override
    public void reload() throws IOException {
        if (rules.reload()) site.observer().onCertificates(site.endpoint, rules.shown());
    }

    @Override
    public void failed(IOException reason) {
        site.observer().onCertificatesFailed(site.endpoint, reason);
    }
}
