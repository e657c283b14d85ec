package io.fairlead.tls.layer;

import io.fairlead.tls.ClientCertificates;
import io.fairlead.tls.TlsOptions;
import io.fairlead.tls.key.Identity;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A server's TLS without its files, as it travels to another process of the server: over a socket
 * that nobody else has, since the private keys are in it.
 *
 * @param identities what the server shows
 * @param trusted authorities of clients; empty for those of the JDK
 * @param clientCertificates whether clients are asked for any
 * @param applicationProtocols to agree on, the best one first
 * @param lenient true if an end without close_notify is one like any other
 * @param keyLog the file, by its absolute name, for the secrets of connections; null for none
 */
public record TlsOrder(
        List<Identity> identities,
        List<X509Certificate> trusted,
        ClientCertificates clientCertificates,
        List<String> applicationProtocols,
        boolean lenient,
        @Nullable String keyLog)
        implements Serializable {
    /** What {@link #read} makes a copy of. */
    public byte[] bytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(this);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // memory takes everything
        }
        return bytes.toByteArray();
    }

    /** A copy of what was written; only from who may give any orders. */
    public static TlsOrder read(byte[] bytes) throws IOException {
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
            return (TlsOrder) in.readObject();
        } catch (ClassNotFoundException e) {
            throw new IOException("what the JDK writes as a key or certificate is not known", e);
        }
    }

    TlsOptions options() {
        TlsOptions options =
                TlsOptions.DEFAULT
                        .withClientCertificates(clientCertificates)
                        .withApplicationProtocols(applicationProtocols.toArray(String[]::new));
        if (lenient) options = options.withLenientEnd();
        return keyLog == null ? options : options.withKeyLog(Path.of(keyLog));
    }
}
