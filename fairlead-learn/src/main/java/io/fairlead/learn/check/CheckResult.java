package io.fairlead.learn.check;

import java.util.List;

/**
 * What one trial showed. Immutable.
 *
 * @param topic what it was about
 * @param sentence what was found; a whole sentence
 * @param evidence what was sent, what came, what the kernel has; lines, none if all is well
 */
public record CheckResult(Topic topic, Verdict verdict, String sentence, List<String> evidence) {
    /** Copies the list, so that this stays as it is. */
    public CheckResult {
        evidence = List.copyOf(evidence);
    }

    static CheckResult right(Topic topic) {
        return new CheckResult(topic, Verdict.RIGHT, topic.right(), List.of());
    }

    static CheckResult wrong(Topic topic, String sentence, List<String> evidence) {
        return new CheckResult(topic, Verdict.WRONG, sentence, evidence);
    }

    static CheckResult remark(Topic topic, String sentence, List<String> evidence) {
        return new CheckResult(topic, Verdict.REMARK, sentence, evidence);
    }

    static CheckResult untried(Topic topic, String sentence) {
        return new CheckResult(topic, Verdict.UNTRIED, sentence, List.of());
    }
}
