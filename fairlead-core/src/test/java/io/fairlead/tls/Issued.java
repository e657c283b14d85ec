package io.fairlead.tls;

import io.fairlead.tls.issue.Authority;
import io.fairlead.tls.issue.CertificateTerms;
import io.fairlead.tls.issue.KeyKind;
import io.fairlead.tls.issue.Purpose;
import io.fairlead.tls.issue.SubjectName;
import io.fairlead.tls.key.Identity;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Stream;

/** Certificates for tests. */
public final class Issued {
    /** The time of the tests, for which Java's engines look at the machine's clock. */
    @SuppressWarnings("TimeInStaticInitializer") // one time for all
    public static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.SECONDS);

    /** For how long they are valid. */
    public static final Duration VALID = Duration.ofDays(3);

    private static final SecureRandom RANDOM = new SecureRandom();

    private Issued() {}

    /** A root. */
    public static Authority root(String name) throws GeneralSecurityException {
        return Authority.create(authorityTerms(name), RANDOM);
    }

    /** An authority below another one. */
    public static Authority below(Authority parent, String name) throws GeneralSecurityException {
        return new Authority(parent.issue(authorityTerms(name), RANDOM));
    }

    private static CertificateTerms authorityTerms(String name) {
        return CertificateTerms.of(Purpose.AUTHORITY, List.of(), NOW, VALID).withCommonName(name);
    }

    /** For a server. */
    public static Identity server(Authority issuer, KeyKind key, String... names)
            throws GeneralSecurityException {
        return issuer.issue(terms(Purpose.SERVER, names).withKey(key), RANDOM);
    }

    /** For a client. */
    public static Identity client(Authority issuer, KeyKind key, String... names)
            throws GeneralSecurityException {
        return issuer.issue(terms(Purpose.CLIENT, names).withKey(key), RANDOM);
    }

    /** For {@link #VALID} from now on. */
    public static CertificateTerms terms(Purpose purpose, String... names) {
        List<SubjectName> all = Stream.of(names).map(SubjectName::parse).toList();
        return CertificateTerms.of(purpose, all, NOW, VALID);
    }

    /** A certificate for other times. */
    public static Identity between(Authority issuer, Instant from, Instant until)
            throws GeneralSecurityException {
        List<SubjectName> names = List.of(SubjectName.parse("late.example"));
        return issuer.issue(
                new CertificateTerms(
                        Purpose.SERVER, "late.example", names, KeyKind.EC, from, until),
                RANDOM);
    }
}
