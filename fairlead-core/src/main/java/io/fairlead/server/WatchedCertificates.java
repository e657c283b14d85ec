package io.fairlead.server;

import io.fairlead.server.site.Site;
import io.fairlead.tls.layer.TlsRules;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.List;

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
        try {
            if (rules.reload()) site.observer().onCertificates(site.endpoint, rules.shown());
        } catch (IOException e) {
            site.observer().onCertificatesFailed(site.endpoint, e);
            throw e;
        }
    }

    /** What is shown now. */
    List<X509Certificate> shown() {
        return rules.shown();
    }
}
