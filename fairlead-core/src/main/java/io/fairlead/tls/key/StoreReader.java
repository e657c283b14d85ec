package io.fairlead.tls.key;

import io.fairlead.tls.key.CertificateReader.Found;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.UnrecoverableKeyException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** Reads a PKCS #12 file (RFC 7292): a key with its chain. */
final class StoreReader {
    private StoreReader() {}

    static Identity read(KeyInput in, PasswordSource passwords) throws IOException {
        char[] given = passwords.passwordOf(in.name());
        char[] password = given == null ? new char[0] : given;
        try {
            return read(in, password);
        } catch (GeneralSecurityException | IOException e) {
            if (e instanceof KeyFileException own) throw own;
            boolean isPassword =
                    e.getCause() instanceof UnrecoverableKeyException
                            || e instanceof UnrecoverableKeyException;
            if (!isPassword) {
                throw in.fault(0, "the PKCS #12 file cannot be read: " + e.getMessage(), e);
            }
            String sentence =
                    given == null
                            ? "the PKCS #12 file is encrypted, and there is no password; give it"
                            : "the password is wrong; try it: openssl pkcs12 -noout -in "
                                    + in.name();
            throw in.fault(0, sentence, e);
        } finally {
            Arrays.fill(password, '\0');
        }
    }

    private static Identity read(KeyInput in, char... password)
            throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(new ByteArrayInputStream(in.bytes()), password);
        List<String> keys = new ArrayList<>();
        List<Found> found = new ArrayList<>();
        for (String alias : Collections.list(store.aliases())) {
            boolean isKey = store.isKeyEntry(alias);
            if (isKey) keys.add(alias);
            Certificate[] chain = store.getCertificateChain(alias);
            if (isKey && chain != null) {
                for (Certificate each : chain) found.add(new Found((X509Certificate) each, 0));
            } else if (store.getCertificate(alias) instanceof X509Certificate other) {
                found.add(new Found(other, 0));
            }
        }
        if (keys.size() != 1) {
            throw in.fault(
                    keys.isEmpty()
                            ? "the PKCS #12 file holds no private key, or one without a password,"
                                    + " which Java does not read; make a PEM file of it: openssl"
                                    + " pkcs12 -nodes -in "
                                    + in.name()
                                    + " -out all.pem"
                            : "the PKCS #12 file holds several private keys ("
                                    + String.join(", ", keys)
                                    + "); make one file of each");
        }
        if (found.isEmpty()) throw in.fault("the PKCS #12 file holds no certificate");
        PrivateKey key = (PrivateKey) store.getKey(keys.getFirst(), password);
        return new Identity(key, Chains.of(in, found, key, in.name()));
    }
}
