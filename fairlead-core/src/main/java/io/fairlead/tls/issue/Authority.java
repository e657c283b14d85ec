package io.fairlead.tls.issue;

import io.fairlead.tls.key.Identity;
import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/**
 * Issues certificates.
 *
 * @param identity its key and certificate
 */
public record Authority(Identity identity) {
    /**
     * A new one, which has signed its own certificate.
     *
     * @param terms for the purpose {@link Purpose#AUTHORITY}
     * @param random what keys and serial numbers are made from
     */
    public static Authority create(CertificateTerms terms, SecureRandom random)
            throws GeneralSecurityException {
        KeyPair pair = terms.key().generate(random);
        CertificateText text = new CertificateText(terms, pair.getPublic());
        byte[] bytes = text.signedByItself(pair.getPrivate(), random);
        return new Authority(new Identity(pair.getPrivate(), List.of(certificate(bytes))));
    }

    /**
     * A certificate with its key. One for an authority makes a {@link Authority} below this one.
     *
     * @param random what the key and the serial number are made from
     * @return with the chain up to this authority; its own certificate is left out if it is a root,
     *     which clients have
     */
    public Identity issue(CertificateTerms terms, SecureRandom random)
            throws GeneralSecurityException {
        KeyPair pair = terms.key().generate(random);
        List<X509Certificate> chain = new ArrayList<>();
        chain.add(certificateFor(pair.getPublic(), terms, random));
        for (X509Certificate each : identity.chain()) {
            if (!isRoot(each)) chain.add(each);
        }
        return new Identity(pair.getPrivate(), chain);
    }

    private X509Certificate certificateFor(
            PublicKey key, CertificateTerms terms, SecureRandom random)
            throws GeneralSecurityException {
        return certificate(new CertificateText(terms, key).signedBy(identity, random));
    }

    private static boolean isRoot(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal());
    }

    private static X509Certificate certificate(byte[] bytes) throws GeneralSecurityException {
        return (X509Certificate)
                CertificateFactory.getInstance("X.509")
                        .generateCertificate(new ByteArrayInputStream(bytes));
    }
}
