package io.fairlead.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.tls.issue.Authority;
import io.fairlead.tls.issue.CertificateTerms;
import io.fairlead.tls.issue.Purpose;
import io.fairlead.tls.key.Identity;
import io.fairlead.tls.key.PemText;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The authority of {@code fairlead cert}: one for each user. */
class CertAuthorityTest {
    @TempDir private Path folder;

    private CertRuns runs;

    @BeforeEach
    void use() {
        runs = new CertRuns(folder);
    }

    @Test
    void thePathOfTheAuthorityIsForScripts() throws Exception {
        Run run = runs.cert("--ca");
        Path path = runs.home().resolve("fairlead/authority/ca.pem");
        assertThat(run.out.text()).isEqualTo(path + "\n");
        assertThat(runs.authority().getBasicConstraints()).isNotNegative();
        assertThat(runs.authority().getSubjectX500Principal().getName())
                .startsWith("CN=Fairlead local authority of ");
    }

    @Test
    void whoHasNoHomeIsTold() throws Exception {
        Run run = Run.of("cert", "localhost");
        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.err.text())
                .contains("there is no place for the authority; set HOME or XDG_DATA");
    }

    @Test
    void anAuthorityThatIsDamagedIsNamed() throws Exception {
        Run _ = runs.cert("--ca");
        Path key = runs.home().resolve("fairlead/authority/ca-key.pem");
        Files.writeString(key, "");
        Run run = runs.cert("localhost");
        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.err.text())
                .isEqualTo("fairlead: " + key + ": the file is empty [exit 1, failed]\n");
        assertThat(runs.out("localhost.pem")).doesNotExist();
    }

    @Test
    void anAuthorityThatHasEndedIsNamedWithTheWayOut() throws Exception {
        Identity _ = haveAuthority(Instant.now().minus(Duration.ofDays(2)), Duration.ofDays(1));
        Run run = runs.cert("localhost");
        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.err.text())
                .isEqualTo(
                        "fairlead: your authority has ended; move %s away, and the next run makes"
                                        .formatted(runs.home().resolve("fairlead/authority"))
                                + " another [exit 1, failed]\n");
    }

    /** No certificate outlives its authority. */
    @Test
    void theAuthoritysEndIsTheLastThatIsPossible() throws Exception {
        Identity authority = haveAuthority(Instant.now(), Duration.ofDays(9));
        assertThat(runs.cert("localhost").exit()).isZero();
        assertThat(runs.written("localhost").notAfter()).isEqualTo(authority.notAfter());
    }

    private Identity haveAuthority(Instant from, Duration valid) throws Exception {
        Path place = Files.createDirectories(runs.home().resolve("fairlead/authority"));
        CertificateTerms terms = CertificateTerms.of(Purpose.AUTHORITY, List.of(), from, valid);
        Identity identity = Authority.create(terms, new SecureRandom()).identity();
        Files.writeString(place.resolve("ca.pem"), PemText.of(identity.chain()));
        Files.writeString(place.resolve("ca-key.pem"), PemText.of(identity.key()));
        return identity;
    }

    /** Runs at once, as of a build with several jobs, end up with one authority. */
    @Test
    void runsAtOnceShareOneAuthority() throws Exception {
        Files.createDirectories(runs.out(""));
        List<Run> all = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            Run run = new Run();
            run.environment.put("XDG_DATA_HOME", runs.home().toString());
            all.add(run.start("cert", "h" + i, "--dir", runs.out("").toString()));
        }
        for (Run each : all) assertThat(each.exit()).isZero();
        for (int i = 0; i < 8; i++) {
            runs.written("h" + i).certificate().verify(runs.authority().getPublicKey());
        }
        try (Stream<Path> kept = Files.list(runs.home().resolve("fairlead"))) {
            assertThat(kept).hasSize(1);
        }
    }
}
