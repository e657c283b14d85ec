package io.fairlead.testkit;

import io.fairlead.tls.TlsOptions;
import java.nio.file.Path;
import java.security.Security;

/**
 * TLS in the simulated network: of a certificate for {@code server} that is the same in all runs.
 * Its key is of Ed25519, whose signatures have one length; those of EC keys have several, and so
 * would be other runs with the same seed.
 */
final class SimulatedTls {
    private static final Path FILE = Path.of("src/test/resources/tls/server.pem");

    static {
        // Each 64 KiB new keys, which nobody would see at the JDK's 2^37.
        Security.setProperty(
                "jdk.tls.keyLimits",
                "AES/GCM/NoPadding KeyUpdate 2^16, ChaCha20-Poly1305 KeyUpdate 2^16");
    }

    private SimulatedTls() {}

    static TlsOptions server() {
        return TlsOptions.certificate(FILE, FILE);
    }

    static TlsOptions client() {
        return TlsOptions.DEFAULT.withTrusted(FILE);
    }
}
