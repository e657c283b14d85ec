package io.fairlead.cli.cert;

import io.fairlead.tls.key.Identity;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;

/** A key with its certificates in PKCS #12. */
final class PfxFile {
    /** What Java and others take for no secret; the file itself is one. */
    static final String PASSWORD = "changeit";

    private PfxFile() {}

    static byte[] of(Identity identity) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        Certificate[] chain = identity.chain().toArray(new Certificate[0]);
        store.setKeyEntry("fairlead", identity.key(), PASSWORD.toCharArray(), chain);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        store.store(bytes, PASSWORD.toCharArray());
        return bytes.toByteArray();
    }
}
