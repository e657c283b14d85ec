package io.fairlead.tls.key;

import io.fairlead.tls.key.CertificateReader.Found;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Puts the certificates of a file in the order in which TLS sends them: each before its issuer. */
final class Chains {
    /**
     * More are refused by most clients; Java's own limit is {@code
     * jdk.tls.maxCertificateChainLength}.
     */
    private static final int LENGTH_MAX = 10;

    private final KeyInput in;
    private final List<Found> rest; // in no chain yet
    private final List<Found> chain = new ArrayList<>();

    private Chains(KeyInput in, List<Found> found) {
        this.in = in;
        this.rest = new ArrayList<>(found);
    }

    /**
     * The chain of the certificate that belongs to {@code key}, which comes first.
     *
     * @param keyName the file of the key
     */
    static List<X509Certificate> of(KeyInput in, List<Found> found, PrivateKey key, String keyName)
            throws KeyFileException {
        Chains chains = new Chains(in, found);
        chains.begin(key, keyName);
        chains.follow();
        chains.checkRest();
        return chains.chain.stream().map(Found::certificate).toList();
    }

    private void begin(PrivateKey key, String keyName) throws KeyFileException {
        Optional<Found> leaf =
                rest.stream()
                        .filter(each -> KeyPairs.fits(key, each.certificate().getPublicKey()))
                        .findFirst();
        Found fits = leaf.orElseThrow(() -> noneFits(key, keyName));
        take(fits);
    }

    private KeyFileException noneFits(PrivateKey key, String keyName) {
        Found first = rest.getFirst();
        String whose =
                keyName.equals(in.name()) ? "the key in the same file" : "the key in " + keyName;
        String own = first.certificate().getPublicKey().getAlgorithm();
        String other = key.getAlgorithm();
        String kinds =
                own.equals(other) ? "" : ": one is for %s, the other %s".formatted(own, other);
        String subject = Words.subject(first.certificate());
        String certificate =
                rest.size() == 1
                        ? "the certificate of " + subject + " does not fit "
                        : "none of its "
                                + rest.size()
                                + " certificates (the first is of "
                                + subject
                                + ") fits ";
        return in.fault(
                first.line(),
                certificate + whose + kinds + "; give the key that it was requested with");
    }

    private void take(Found next) {
        chain.add(next);
        // One that is there twice, and another certificate of the same key and name (signed by
        // somebody else, for older clients), are not sent as well.
        rest.removeIf(each -> isSame(each.certificate(), next.certificate()));
    }

    private static boolean isSame(X509Certificate one, X509Certificate other) {
        return one.getSubjectX500Principal().equals(other.getSubjectX500Principal())
                && one.getPublicKey().equals(other.getPublicKey());
    }

    private void follow() throws KeyFileException {
        while (true) {
            X509Certificate last = chain.getLast().certificate();
            Optional<Found> issuer =
                    rest.stream().filter(each -> hasIssued(each.certificate(), last)).findFirst();
            if (issuer.isEmpty()) return;
            take(issuer.get());
            if (chain.size() > LENGTH_MAX) {
                throw in.fault("its chain has more than " + LENGTH_MAX + " certificates");
            }
        }
    }

    private static boolean hasIssued(X509Certificate issuer, X509Certificate certificate) {
        if (!issuer.getSubjectX500Principal().equals(certificate.getIssuerX500Principal())) {
            return false;
        }
        PublicKey key = issuer.getPublicKey();
        try {
            certificate.verify(key);
            return true;
        } catch (GeneralSecurityException notItsKey) {
            return false;
        }
    }

    private void checkRest() throws KeyFileException {
        if (rest.isEmpty()) return;
        Found last = chain.getLast();
        Found other = rest.getFirst();
        boolean isRoot =
                last.certificate()
                        .getSubjectX500Principal()
                        .equals(last.certificate().getIssuerX500Principal());
        String wayOut =
                isRoot
                        ? "; delete it from the file"
                        : "; put in the certificate of "
                                + Words.issuer(last.certificate())
                                + ", which is missing, or delete this one";
        throw in.fault(
                other.line(),
                "the certificate of %s has no place in the chain of %s"
                                .formatted(
                                        Words.subject(other.certificate()),
                                        Words.subject(chain.getFirst().certificate()))
                        + wayOut);
    }
}
