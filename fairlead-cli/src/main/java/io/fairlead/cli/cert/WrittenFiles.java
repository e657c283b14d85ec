package io.fairlead.cli.cert;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fairlead.cli.CommandException;
import io.fairlead.cli.ExitCode;
import io.fairlead.cli.FileFault;
import io.fairlead.cli.OutputFile;
import io.fairlead.tls.key.Identity;
import io.fairlead.tls.key.IdentityFiles;
import io.fairlead.tls.key.PasswordSource;
import io.fairlead.tls.key.PemText;
import io.fairlead.tls.key.TrustedCertificates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a certificate and its key are written.
 *
 * @param certificate with its chain, in PEM
 * @param key in PEM
 * @param store both in PKCS #12
 */
record WrittenFiles(Path certificate, Path key, Path store) {
    private static final int NAME_MAX = 100;

    /**
     * Named after the first name of the certificate.
     *
     * @param directory empty for the current one
     */
    static WrittenFiles of(Path directory, String name, boolean isClients) {
        String safe = name.replaceFirst("^\\*", "_wildcard").replaceAll("[^A-Za-z0-9._-]", "_");
        String visible = safe.replaceFirst("^[.-]", "_");
        String base =
                visible.substring(0, Math.min(visible.length(), NAME_MAX))
                        + (isClients ? "-client" : "");
        return new WrittenFiles(
                directory.resolve(base + ".pem"),
                directory.resolve(base + "-key.pem"),
                directory.resolve(base + ".p12"));
    }

    /** Makes sure that nothing is lost but what an earlier run has written. */
    void checkReplaceable(LocalAuthority authority, boolean withStore) throws CommandException {
        List<Path> all = new ArrayList<>(List.of(certificate, key));
        if (withStore) all.add(store);
        for (Path file : all) {
            if (!Files.exists(file) || isFrom(authority)) continue;
            throw new CommandException(
                    ExitCode.ADDRESS,
                    file
                            + " is there already, and not with a certificate of this authority;"
                            + " choose another --dir, or replace it with --force");
        }
    }

    /** Whether the two are a pair that {@code authority} has issued, even if it has ended. */
    private boolean isFrom(LocalAuthority authority) {
        try {
            X509Certificate first = TrustedCertificates.read(certificate).getFirst();
            Identity there =
                    new IdentityFiles(certificate, key)
                            .read(PasswordSource.NONE, first.getNotBefore().toInstant());
            return authority.hasIssued(there.certificate());
        } catch (IOException noPair) {
            return false;
        }
    }

    /** Writes the key first: a certificate without its key is of no use. */
    void write(Identity identity, boolean withStore)
            throws CommandException, GeneralSecurityException {
        writeSecret(key, PemText.of(identity.key()).getBytes(UTF_8));
        new OutputFile(certificate).write(PemText.of(identity.chain()));
        if (!withStore) return;
        try {
            writeSecret(store, PfxFile.of(identity));
        } catch (IOException e) {
            throw FileFault.of("write", store, e);
        }
    }

    private static void writeSecret(Path file, byte[] content) throws CommandException {
        try {
            SecretFile.write(file, content);
        } catch (IOException e) {
            throw FileFault.of("write", file, e);
        }
    }
}
