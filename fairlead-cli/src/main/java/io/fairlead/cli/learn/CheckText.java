package io.fairlead.cli.learn;

import io.fairlead.ladder.TextStyle;
import io.fairlead.ladder.Wrap;
import io.fairlead.learn.check.CheckResult;
import io.fairlead.learn.check.Exercise;
import io.fairlead.learn.check.Verdict;
import java.util.List;

/** What a check found, as lines for a person. For any thread. */
final class CheckText {
    private static final String FAINT = "2";
    private static final String INDENT = "    ";

    private final TextStyle style;

    CheckText(TextStyle style) {
        this.style = style;
    }

    String begin(Exercise exercise) {
        return exercise.kind().word()
                + ", a program that "
                + exercise.kind().summary()
                + ": "
                + String.join(" ", exercise.command())
                + "\n";
    }

    /** A line; of a fault also the evidence, and where to read on. */
    String of(CheckResult finding) {
        Verdict verdict = finding.verdict();
        StringBuilder text = new StringBuilder();
        List<String> lines = Wrap.lines(finding.sentence(), style.width() - 2);
        for (int i = 0; i < lines.size(); i++) {
            String begin = i == 0 ? verdict.mark() + " " : "  ";
            text.append(style.in(color(verdict), begin + lines.get(i))).append('\n');
        }
        for (String line : finding.evidence()) text.append(INDENT).append(line).append('\n');
        if (verdict == Verdict.WRONG || verdict == Verdict.REMARK) {
            String where =
                    "fairlead learn %s, fairlead lab %s"
                            .formatted(finding.topic().chapter(), finding.topic().lab());
            text.append(INDENT).append(style.in(FAINT, "see: " + where)).append('\n');
        }
        return text.toString();
    }

    private static String color(Verdict verdict) {
        return switch (verdict) {
            case RIGHT -> "32";
            case WRONG -> "31";
            case REMARK -> "33";
            case UNTRIED -> FAINT;
        };
    }

    /** The last line. */
    String end(List<CheckResult> findings) {
        long wrong = count(findings, Verdict.WRONG);
        String faults = wrong == 1 ? "1 fault" : wrong + " faults";
        String all = wrong == 0 ? "no fault" : faults;
        return "%s; %s of %s as they should be\n"
                .formatted(all, count(findings, Verdict.RIGHT), findings.size());
    }

    private static long count(List<CheckResult> findings, Verdict verdict) {
        return findings.stream().filter(finding -> finding.verdict() == verdict).count();
    }
}
