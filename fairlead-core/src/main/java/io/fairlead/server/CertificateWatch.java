package io.fairlead.server;

import io.fairlead.server.host.Host;
import io.fairlead.server.site.Site;
import io.fairlead.tls.layer.TlsRules;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Looks whether the files of a server's certificates and keys have changed, and has them read
 * again. Nobody who is connected notices. Safe for any thread.
 */
final class CertificateWatch {
    private static final long PERIOD_NS = Duration.ofSeconds(5).toNanos();

    private final TlsRules rules;
    private final Site site;
    private final Host host;
    private @Nullable Future<?> next; // guarded by this
    private boolean ended; // guarded by this

    private CertificateWatch(TlsRules rules, Site site, Host host) {
        this.rules = rules;
        this.site = site;
        this.host = host;
    }

    /** Watches those of a site, until it is closed; null if there are none. */
    static @Nullable CertificateWatch of(Site site, Host host) {
        if (!(site.terms.layer() instanceof TlsRules rules)) return null;
        CertificateWatch watch = new CertificateWatch(rules, site, host);
        watch.lookLater();
        return watch;
    }

    private synchronized void lookLater() {
        if (!ended) next = host.after(PERIOD_NS, () -> host.compute(this::look));
    }

    private void look() {
        try {
            if (rules.filesChanged()) reload();
        } catch (IOException e) {
            // told already, and half-written files are whole at the next look
        } finally {
            lookLater();
        }
    }

    /** As {@link Server#reloadCertificates}. */
    List<X509Certificate> reload() throws IOException {
        try {
            if (rules.reload()) site.observer().onCertificates(site.endpoint, rules.shown());
            return rules.shown();
        } catch (IOException e) {
            site.observer().onCertificatesFailed(site.endpoint, e);
            throw e;
        }
    }

    synchronized void close() {
        ended = true;
        if (next != null) next.cancel(false);
    }
}
