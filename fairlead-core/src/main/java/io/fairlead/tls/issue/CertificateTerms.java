package io.fairlead.tls.issue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What a certificate is to say.
 *
 * @param purpose what it is for
 * @param commonName of its subject, for people; clients go by {@code names}
 * @param names that it is for; an authority has none
 * @param key the kind of its key
 * @param from when it begins
 * @param until when it ends
 */
public record CertificateTerms(
        Purpose purpose,
        String commonName,
        List<SubjectName> names,
        KeyKind key,
        Instant from,
        Instant until) {
    /** No browser takes one for longer, CA/Browser Forum baseline requirements 6.3.2. */
    public static final Duration LONGEST = Duration.ofDays(398);

    /** A common name has at most so many characters, RFC 5280 (ub-common-name). */
    private static final int COMMON_NAME_MAX = 64;

    /** How far the clocks of two machines may be apart. */
    private static final Duration CLOCKS = Duration.ofHours(1);

    /** Copies the names, and cuts the common name to what is allowed. */
    public CertificateTerms {
        names = List.copyOf(names);
        if (commonName.length() > COMMON_NAME_MAX) {
            commonName = commonName.substring(0, COMMON_NAME_MAX);
        }
        if (!from.isBefore(until)) throw new IllegalArgumentException("it ends before it begins");
    }

    /**
     * Terms that begin an hour ago, for machines with slow clocks, and with a key for EC.
     *
     * @param valid how long it is valid from now on
     */
    public static CertificateTerms of(
            Purpose purpose, List<SubjectName> names, Instant now, Duration valid) {
        String first = names.isEmpty() ? "" : names.getFirst().text();
        Instant from = now.minus(CLOCKS);
        return new CertificateTerms(purpose, first, names, KeyKind.EC, from, now.plus(valid));
    }

    /** The same with another kind of key. */
    public CertificateTerms withKey(KeyKind kind) {
        return new CertificateTerms(purpose, commonName, names, kind, from, until);
    }

    /** The same with another common name. */
    public CertificateTerms withCommonName(String name) {
        return new CertificateTerms(purpose, name, names, key, from, until);
    }
}
