package io.fairlead.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class LocaleRulesTest {
    /** Each method of this class is what the rule looks for, or is not. */
    @SuppressWarnings({"StringCaseLocaleUsage", "AnnotateFormatMethod"})
    static final class Words {
        String boundDigits(int port) {
            return "port %d".formatted(port);
        }

        String boundWidth(int port, int width) {
            return ("port %" + width + "d").formatted(port);
        }

        String boundFraction(double seconds) {
            return String.format("%.1f s", seconds);
        }

        String boundCase(String word) {
            return word.toLowerCase();
        }

        void boundPrint(java.io.PrintStream to, int port) {
            to.printf("%,d%n", port);
        }

        String boundTime() {
            return java.time.format.DateTimeFormatter.ofPattern("HH:mm")
                    .format(java.time.LocalTime.MIN);
        }

        String freeText(String word, int number) {
            return "%s %x".formatted(word, number) + number;
        }

        String freeInside(String word, int port) {
            return "%s: %s".formatted(word, String.format(Locale.ROOT, "%d", port));
        }

        String freeNumber(int port) {
            return String.format(Locale.ROOT, "port %d", port) + "x".toUpperCase(Locale.ROOT);
        }
    }

    @Test
    void numbersAndCaseNeedALocale() throws IOException {
        String resource = "/" + Words.class.getName().replace('.', '/') + ".class";
        try (InputStream in = Words.class.getResourceAsStream(resource)) {
            List<Finding> findings = LocaleRules.check("m", in.readAllBytes());
            assertThat(findings).extracting(Finding::rule).containsOnly(Rule.LOCALE);
            assertThat(findings)
                    .extracting(finding -> finding.element().replaceFirst(".*\\.", ""))
                    .containsExactly(
                            "boundDigits",
                            "boundWidth",
                            "boundFraction",
                            "boundCase",
                            "boundPrint",
                            "boundTime");
        }
    }
}
