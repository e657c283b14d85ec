package io.fairlead.house;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.lab.Lab;
import io.fairlead.lab.Labs;
import io.fairlead.server.Model;
import io.fairlead.service.KeepAlive;
import io.fairlead.service.Limits;
import io.fairlead.service.LimitsBuilder;
import io.fairlead.testkit.fault.SimulatedFault;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What the documents say is what the code says: examples, limits, models, links. */
class DocumentsTest {
    /** A comment that names a file and perhaps a region of it, and the block that shows it. */
    private static final Pattern EXAMPLE =
            Pattern.compile(
                    "<!-- from (\\S+?)(?:, region (\\S+))? -->\n```(?:java|xml|text)\n(.*?)```",
                    Pattern.DOTALL);

    /** A test in the table of faults: its class and its method. */
    private static final Pattern TEST = Pattern.compile("`([A-Z]\\w+Test)(?:\\.(\\w+))?`");

    private static final int FAULTS = 77;
    private static final int SYN_FLOOD = 18; // which is the kernel's

    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)(?:#[^)]*)?\\)");

    @TestFactory
    Stream<DynamicTest> examplesAreRegionsOfFilesThatRun() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        for (Path page : pages()) {
            Matcher matcher = EXAMPLE.matcher(Files.readString(page));
            while (matcher.find()) {
                String file = matcher.group(1);
                String region = matcher.group(2);
                String shown = matcher.group(3);
                tests.add(
                        DynamicTest.dynamicTest(
                                Repository.relative(page) + ": " + file,
                                () -> assertThat(shown).isEqualTo(region(file, region))));
            }
        }
        assertThat(tests).as("examples in the documents").hasSizeGreaterThanOrEqualTo(3);
        return tests.stream();
    }

    @Test
    void everyLimitHasARowWithItsDefault() throws Exception {
        String page = Files.readString(Repository.root().resolve("docs/limits.md"));
        Path service = Repository.root().resolve("fairlead-core/src/main/java/io/fairlead/service");
        String source = Files.readString(service.resolve("Limits.java"));
        for (Method setter : LimitsBuilder.class.getMethods()) {
            if (setter.getReturnType() != LimitsBuilder.class) continue;
            String name = setter.getName();
            String value = Pattern.quote(text(Limits.class.getMethod(name).invoke(Limits.DEFAULT)));
            assertThat(page)
                    .containsPattern(
                            "(?m)^\\| `%s` \\| `--[a-z-]+` \\| %s \\|".formatted(name, value));
            assertThat(source.replaceAll("\\s+(\\* )?", " "))
                    .as("Javadoc of " + name)
                    .containsPattern(
                            "Default: %s[.,][^/]*/ public \\w+ %s\\(".formatted(value, name));
        }
    }

    private static String text(Object value) {
        return switch (value) {
            case Duration time -> text(time);
            case KeepAlive times -> text(times.idle());
            case Long bytes -> bytes / 1024 / 1024 + "MiB";
            case Integer count when count == 1024 * 1024 -> "1MiB";
            case Integer count when count == Integer.MAX_VALUE -> "unlimited";
            default -> value.toString();
        };
    }

    private static String text(Duration time) {
        if (time.toSeconds() < 60) return time.toSeconds() + "s";
        return time.toMinutes() < 60 ? time.toMinutes() + "m" : time.toHours() + "h";
    }

    /** Each row of faults names tests that exist, or says what it waits for. */
    @Test
    void everyFaultHasATestThatExists() throws IOException {
        String page = Files.readString(Repository.root().resolve("docs/reliability.md"));
        for (int fault = 1; fault <= FAULTS; fault++) {
            Matcher row = Pattern.compile("(?m)^\\| " + fault + " \\|.*$").matcher(page);
            assertThat(row.find()).as("fault " + fault).isTrue();
            boolean open = row.group().contains("not there yet") || fault == SYN_FLOOD;
            assertThat(open || TEST.matcher(row.group()).find()).as(row.group()).isTrue();
        }
        Map<String, String> sources = testSources();
        for (MatchResult test : TEST.matcher(page).results().toList()) {
            String method = test.group(2);
            assertThat(sources.getOrDefault(test.group(1), ""))
                    .as(test.group())
                    .contains(method == null ? "class " + test.group(1) : "void " + method + "(");
        }
    }

    private static Map<String, String> testSources() throws IOException {
        Map<String, String> sources = new HashMap<>();
        try (Stream<Path> files = Files.walk(Repository.root())) {
            for (Path file : files.filter(each -> each.toString().endsWith("Test.java")).toList()) {
                String name = file.getFileName().toString().replace(".java", "");
                sources.merge(name, Files.readString(file), String::concat);
            }
        }
        return sources;
    }

    @Test
    void everySimulatedFaultHasARowWithItsShare() throws IOException {
        String page = Files.readString(Repository.root().resolve("docs/testing.md"));
        for (SimulatedFault fault : SimulatedFault.values()) {
            assertThat(page).contains("| `" + fault + "` | " + fault.usualShare() + " | ");
        }
    }

    @Test
    void everyModelHasARow() throws IOException {
        String page = Files.readString(Repository.root().resolve("docs/models.md"));
        for (Model model : Model.values()) {
            String handlers = model.runsHandlers() ? "yes" : "no";
            assertThat(page)
                    .containsPattern(
                            "(?m)^\\| `%s`[^|]*\\|[^|]+\\| %s \\|"
                                    .formatted(model.word(), handlers));
        }
    }

    @Test
    void everyLabHasAPage() throws IOException {
        Path folder = Repository.root().resolve("docs/lab");
        String index = Files.readString(folder.resolve("README.md"));
        for (Lab lab : Labs.ALL) {
            String row = "| [%s](%s.md) | %s |".formatted(lab.name(), lab.name(), lab.summary());
            assertThat(index).as("fairlead lab --all --markdown docs/lab writes it").contains(row);
            assertThat(Files.readString(folder.resolve(lab.name() + ".md")))
                    .contains(lab.expectation())
                    .doesNotContain("\u2717");
        }
    }

    @TestFactory
    Stream<DynamicTest> linksLeadToFiles() throws IOException {
        return pages().stream()
                .map(page ->
                        DynamicTest.dynamicTest(
                                Repository.relative(page),
                                () -> assertThat(brokenLinks(page)).isEmpty()));
    }

    private static List<String> brokenLinks(Path page) throws IOException {
        return LINK.matcher(Files.readString(page))
                .results()
                .map(link -> link.group(1))
                .filter(link -> !Files.exists(page.resolveSibling(link)))
                .toList();
    }

    @Test
    void decisionsAreShort() throws IOException {
        for (Path page : pages()) {
            if (!Repository.relative(page).startsWith("docs/decisions/")) continue;
            assertThat(Files.readAllLines(page)).as(page.toString()).hasSizeLessThanOrEqualTo(40);
        }
    }

    private static List<Path> pages() throws IOException {
        try (Stream<Path> top = Files.list(Repository.root());
                Stream<Path> docs = Files.walk(Repository.root().resolve("docs"))) {
            return Stream.concat(top, docs)
                    .filter(file -> file.toString().endsWith(".md"))
                    .toList();
        }
    }

    /**
     * The lines between {@code // region: NAME} and {@code // endregion}, or the same as comments
     * of XML, without their indent.
     */
    private static String region(String file, @Nullable String name) throws IOException {
        String text = Files.readString(Repository.root().resolve(file));
        if (name == null) return text;
        List<String> lines = new ArrayList<>();
        boolean inside = false;
        for (String line : text.lines().toList()) {
            String mark = line.strip();
            if (mark.equals("// endregion") || mark.equals("<!-- endregion -->")) inside = false;
            if (inside) lines.add(line);
            if (mark.equals("// region: " + name)) inside = true;
            if (mark.equals("<!-- region: " + name + " -->")) inside = true;
        }
        assertThat(lines).as("region " + name + " of " + file).isNotEmpty();
        return String.join("\n", lines).stripTrailing().stripIndent() + "\n";
    }
}
