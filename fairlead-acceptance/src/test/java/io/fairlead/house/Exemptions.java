package io.fairlead.house;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** The places that may break a rule for now: the one list of them, meant to stay short. */
final class Exemptions {
    static final List<Exemption> ALL =
            List.of(
                    new Exemption(
                            LocalDate.of(2026, 11, 21),
                            Rule.EXIT,
                            "fairlead-core/src/main/java/io/fairlead/server/worker/WorkerMain.java",
                            "end",
                            "the main class of worker processes, which are the server's own"));

    /**
     * Lets one place break one rule.
     *
     * @param since when it was granted
     * @param file the source file, from the root of the repository
     * @param element as printed in brackets at the end of the finding
     * @param why the reason, for the next reader
     */
    record Exemption(LocalDate since, Rule rule, String file, String element, String why) {
        boolean covers(Finding finding) {
            return rule == finding.rule()
                    && file.equals(finding.file())
                    && element.equals(finding.element());
        }
    }

    private Exemptions() {}

    /** The findings that remain, and one complaint for each exemption that nothing needs. */
    static List<String> apply(List<Exemption> exemptions, List<Finding> findings) {
        List<String> remaining = new ArrayList<>();
        for (Finding finding : findings) {
            if (exemptions.stream().noneMatch(exemption -> exemption.covers(finding))) {
                remaining.add(finding.toString());
            }
        }
        for (Exemption exemption : exemptions) {
            if (findings.stream().noneMatch(exemption::covers)) {
                remaining.add("no longer needed, delete it from the list: " + exemption);
            }
        }
        return remaining;
    }
}
