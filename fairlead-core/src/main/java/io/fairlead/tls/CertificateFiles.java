package io.fairlead.tls;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where a certificate and its private key are.
 *
 * @param certificates PEM, or PKCS#12: the end's own, and those of authorities between
 * @param key PEM: the private key; may be the same file
 * @param password a file whose first line opens the key; null if it is not encrypted
 */
public record CertificateFiles(Path certificates, Path key, @Nullable Path password) {}
