package io.fairlead.cli;

import io.fairlead.tls.key.Identity;
import io.fairlead.tls.key.IdentityFiles;
import io.fairlead.tls.key.PasswordSource;
import io.fairlead.tls.key.TrustedCertificates;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Runs of {@code fairlead cert}, for a user of their own. */
final class CertRuns {
    private final Path folder;

    CertRuns(Path folder) {
        this.folder = folder;
    }

    /** Where the authority is kept. */
    Path home() {
        return folder.resolve("data");
    }

    /** A file that it has written. */
    Path out(String name) {
        return folder.resolve("out").resolve(name);
    }

    /** A run that has ended. */
    Run cert(String... words) throws Exception {
        Files.createDirectories(folder.resolve("out"));
        List<String> all = new ArrayList<>(List.of("cert"));
        all.addAll(List.of(words));
        if (!all.contains("--ca")) all.addAll(List.of("--dir", folder.resolve("out").toString()));
        Run run = new Run();
        run.environment.put("XDG_DATA_HOME", home().toString());
        run.start(all.toArray(String[]::new));
        int _ = run.exit();
        return run;
    }

    /** The pair of files with this base. */
    Identity written(String base) throws Exception {
        return new IdentityFiles(out(base + ".pem"), out(base + "-key.pem"))
                .read(PasswordSource.NONE, Instant.now());
    }

    /** The certificate of the authority. */
    X509Certificate authority() throws Exception {
        return TrustedCertificates.read(home().resolve("fairlead/authority/ca.pem")).getFirst();
    }
}
