package io.fairlead.ladder;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Whatever is text or an arrow can be told from what is behind it, WCAG 2 1.4.3: 4.5 to 1. */
class LooksTest {
    private static final Pattern RULE = Pattern.compile("([^{}]+)\\{([^{}]*)}");
    private static final Pattern COLOR =
            Pattern.compile("(?<![-a-z])(fill|stroke|color): (#[0-9a-f]{6})(?![0-9a-f])");
    private static final List<String> MEANT =
            List.of("text", ".faint", ".same", ".client", ".server", ".trouble", "p.sub", "a");

    @Test
    void everyColourOfTextHasContrastInBothThemes() {
        Map<String, String> light = colors(Looks.DRAWING + before(Looks.PAGE));
        assertContrast(light, "#ffffff");
        assertContrast(light, "#f6f8fa"); // behind the bytes of a packet
        Map<String, String> dark = new HashMap<>(light);
        dark.putAll(colors(inTheDark(Looks.DRAWING_IN_THE_DARK)));
        int end =
                Looks.PAGE.indexOf(Looks.DRAWING_IN_THE_DARK) + Looks.DRAWING_IN_THE_DARK.length();
        dark.putAll(colors(inTheDark(Looks.PAGE.substring(end))));
        assertContrast(dark, "#10151c");
        assertContrast(dark, "#18202a");
    }

    private static void assertContrast(Map<String, String> colors, String background) {
        int checked = 0;
        for (Map.Entry<String, String> each : colors.entrySet()) {
            String selector = each.getKey();
            boolean meant =
                    MEANT.stream().anyMatch(name -> selector.startsWith(name + " "))
                            || selector.matches("(?:text|\\.tip|\\.events|\\.bytes|td).*");
            if (!meant) continue;
            checked++;
            assertThat(contrast(each.getValue(), background))
                    .as(selector + " " + each.getValue() + " on " + background)
                    .isGreaterThanOrEqualTo(4.5);
        }
        assertThat(checked).isGreaterThan(12);
    }

    /** The colours by selector and property. */
    private static Map<String, String> colors(String css) {
        Map<String, String> colors = new HashMap<>();
        Matcher rules = RULE.matcher(css);
        while (rules.find()) {
            Matcher color = COLOR.matcher(rules.group(2));
            while (color.find()) {
                for (String selector : rules.group(1).split(",", -1)) {
                    colors.put(selector.strip() + " " + color.group(1), color.group(2));
                }
            }
        }
        return colors;
    }

    private static String before(String css) {
        return css.substring(0, css.indexOf("@media"));
    }

    private static String inTheDark(String css) {
        int from = css.indexOf('{', css.indexOf("dark)")) + 1;
        return css.substring(from, css.indexOf("\n}", from));
    }

    private static double contrast(String one, String other) {
        double a = luminance(one) + 0.05;
        double b = luminance(other) + 0.05;
        return Math.max(a, b) / Math.min(a, b);
    }

    private static double luminance(String color) {
        double[] weights = {0.2126, 0.7152, 0.0722};
        double sum = 0;
        for (int i = 0; i < 3; i++) {
            double part = Integer.parseInt(color.substring(1 + 2 * i, 3 + 2 * i), 16) / 255.0;
            double linear = part <= 0.04045 ? part / 12.92 : Math.pow((part + 0.055) / 1.055, 2.4);
            sum += weights[i] * linear;
        }
        return sum;
    }
}
