package io.fairlead.cli.cert;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fairlead.cli.CommandException;
import io.fairlead.cli.ExitCode;
import io.fairlead.cli.FileFault;
import io.fairlead.cli.Shell;
import io.fairlead.tls.issue.Authority;
import io.fairlead.tls.issue.CertificateTerms;
import io.fairlead.tls.issue.Purpose;
import io.fairlead.tls.key.Identity;
import io.fairlead.tls.key.IdentityFiles;
import io.fairlead.tls.key.PasswordSource;
import io.fairlead.tls.key.PemText;
import io.fairlead.tls.key.TrustedCertificates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** The user's own authority, in a folder that nobody else may read (XDG_DATA_HOME). */
final class LocalAuthority {
    private static final String FOLDER = "authority";
    private static final String CERTIFICATE = "ca.pem";
    private static final String KEY = "ca-key.pem";
    private static final Duration VALID = Duration.ofDays(3_650);

    private final Path folder;
    private final Authority authority;

    private LocalAuthority(Path folder, Authority authority) {
        this.folder = folder;
        this.authority = authority;
    }

    /** That of the user; the first call makes it. */
    static LocalAuthority open(Shell shell, Instant now, SecureRandom random)
            throws CommandException, IOException, GeneralSecurityException {
        Path parent = place(shell);
        Path folder = parent.resolve(FOLDER);
        try {
            if (!Files.exists(folder.resolve(CERTIFICATE))) {
                make(parent, now, random);
                shell.say("made your authority: " + folder);
            }
        } catch (IOException e) {
            throw FileFault.of("make the authority in", folder, e);
        }
        return new LocalAuthority(folder, new Authority(read(folder, now)));
    }

    private static Identity read(Path folder, Instant now) throws CommandException, IOException {
        Path certificate = folder.resolve(CERTIFICATE);
        X509Certificate own = TrustedCertificates.read(certificate).getFirst();
        Identity identity =
                new IdentityFiles(certificate, folder.resolve(KEY))
                        .read(PasswordSource.NONE, own.getNotBefore().toInstant());
        if (identity.notAfter().isAfter(now)) return identity;
        throw new CommandException(
                ExitCode.FAILED,
                "your authority has ended; move %s away, and the next run makes another"
                        .formatted(folder));
    }

    private static Path place(Shell shell) throws CommandException {
        String given = shell.environment().getOrDefault("XDG_DATA_HOME", "");
        String home = shell.environment().getOrDefault("HOME", "");
        if (given.isEmpty() && home.isEmpty()) {
            throw new CommandException(
                    ExitCode.FAILED,
                    "there is no place for the authority; set HOME or XDG_DATA_HOME");
        }
        Path data = given.isEmpty() ? Path.of(home, ".local", "share") : Path.of(given);
        return data.resolve("fairlead").toAbsolutePath();
    }

    /** Both files appear at once, or those of another run that was faster are taken. */
    private static void make(Path parent, Instant now, SecureRandom random)
            throws IOException, GeneralSecurityException {
        var own =
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
        Files.createDirectories(parent, own);
        Path fresh = Files.createTempDirectory(parent, ".authority-", own);
        try {
            Identity identity = Authority.create(terms(now), random).identity();
            SecretFile.write(fresh.resolve(KEY), PemText.of(identity.key()).getBytes(UTF_8));
            Files.writeString(fresh.resolve(CERTIFICATE), PemText.of(identity.chain()));
            Files.move(fresh, parent.resolve(FOLDER), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            for (String name : List.of(KEY, CERTIFICATE)) Files.deleteIfExists(fresh.resolve(name));
            Files.deleteIfExists(fresh);
            if (!Files.exists(parent.resolve(FOLDER).resolve(CERTIFICATE))) throw e;
        }
    }

    /** Its name says whose it is, for lists of authorities in a browser. */
    private static CertificateTerms terms(Instant now) {
        String name = "Fairlead local authority of " + System.getProperty("user.name", "a user");
        return CertificateTerms.of(Purpose.AUTHORITY, List.of(), now, VALID).withCommonName(name);
    }

    Identity issue(CertificateTerms terms, SecureRandom random) throws GeneralSecurityException {
        return authority.issue(terms, random);
    }

    boolean hasIssued(X509Certificate certificate) {
        try {
            certificate.verify(authority.identity().certificate().getPublicKey());
            return true;
        } catch (GeneralSecurityException another) {
            return false;
        }
    }

    /** Where its certificate is, which others may have. */
    Path certificate() {
        return folder.resolve(CERTIFICATE);
    }

    /** Where its key is, which nobody may have. */
    Path key() {
        return folder.resolve(KEY);
    }

    Instant notAfter() {
        return authority.identity().notAfter();
    }
}
