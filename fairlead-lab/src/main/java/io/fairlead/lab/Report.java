package io.fairlead.lab;

import java.util.List;

/**
 * What one run of a lab has shown. Immutable.
 *
 * @param lab which it was
 * @param network where it ran
 * @param parts in the order in which they came
 */
public record Report(Lab lab, Network network, List<Part> parts) {
    /** Copies the list, so that this stays as it is. */
    public Report {
        parts = List.copyOf(parts);
    }

    /** How many claims came out so. */
    public long count(Part.Verdict verdict) {
        return parts.stream()
                .filter(part -> part instanceof Part.Check check && check.verdict() == verdict)
                .count();
    }

    /** Whether the kernel did nothing else than was claimed. */
    public boolean held() {
        return count(Part.Verdict.BROKEN) == 0;
    }

    /** {@code 5 checks held, 1 not}. */
    public String outcome() {
        long held = count(Part.Verdict.HELD);
        long broken = count(Part.Verdict.BROKEN);
        long unseen = count(Part.Verdict.UNSEEN);
        return (held == 1 ? "1 check" : held + " checks")
                + " held"
                + (broken > 0 ? ", " + broken + " did not" : "")
                + (unseen > 0 ? ", " + unseen + " could not be seen here" : "");
    }
}
