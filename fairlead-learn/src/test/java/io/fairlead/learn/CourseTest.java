package io.fairlead.learn;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.lab.Lab;
import io.fairlead.lab.Labs;
import io.fairlead.learn.check.Topic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The pages of the course: what they show is what is in the files, and what they name is there. */
class CourseTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Path PAGES = ROOT.resolve("docs/course");
    private static final Pattern SHOWN =
            Pattern.compile(
                    "<!-- from (\\S+?)(?:, region (\\S+))? -->\n```\\w+\n(.*?)```", Pattern.DOTALL);
    private static final Pattern DIFFERS =
            Pattern.compile("<!-- diff (\\S+) (\\S+) -->\n```diff\n(.*?)```", Pattern.DOTALL);

    private final Course course = Course.load();

    @Test
    void everyProgramThatIsShownIsInItsFile() throws IOException {
        int shown = 0;
        for (Path page : pages()) {
            Matcher block = SHOWN.matcher(Files.readString(page));
            while (block.find()) {
                String file = Files.readString(ROOT.resolve(block.group(1)));
                String expected = block.group(2) == null ? file : region(file, block.group(2));
                assertThat(block.group(3)).as(page + ": " + block.group(1)).isEqualTo(expected);
                shown++;
            }
        }
        assertThat(shown).isGreaterThan(30);
    }

    @Test
    void whatDiffersIsMarked() throws IOException {
        int shown = 0;
        for (Path page : pages()) {
            Matcher block = DIFFERS.matcher(Files.readString(page));
            while (block.find()) {
                String diff = block.group(3);
                assertThat(without('+', diff)).isEqualTo(source(block.group(1)));
                assertThat(without('-', diff)).isEqualTo(source(block.group(2)));
                shown++;
            }
        }
        assertThat(shown).isGreaterThanOrEqualTo(4);
    }

    private static List<String> source(String file) throws IOException {
        return Files.readAllLines(ROOT.resolve(file));
    }

    /** The lines of a difference but for those with that mark, without their marks. */
    private static List<String> without(char mark, String diff) {
        return diff.lines()
                .filter(line -> line.isEmpty() || line.charAt(0) != mark)
                .map(line -> line.length() < 2 ? "" : line.substring(2))
                .toList();
    }

    @Test
    void everyLabThatIsNamedIsThere() {
        TreeSet<String> named = new TreeSet<>();
        for (Chapter chapter : course.chapters()) {
            chapter.steps().forEach(step -> named.addAll(step.labs()));
        }
        for (Topic topic : Topic.values()) named.add(topic.lab());
        assertThat(Labs.ALL.stream().map(Lab::name)).containsAll(named);
        assertThat(named).hasSizeGreaterThan(10);
    }

    @Test
    void everyTopicOfTheCheckHasItsChapter() {
        for (Topic topic : Topic.values()) {
            assertThat(topic.chapter()).isBetween(1, course.chapters().size());
        }
    }

    @Test
    void thereAreNineChaptersAndEachStepAsksOrShows() {
        assertThat(course.chapters()).hasSize(9);
        for (Chapter chapter : course.chapters()) {
            assertThat(chapter.title()).isNotEmpty().doesNotStartWith("x");
            for (CourseStep step : chapter.steps()) {
                assertThat(step.blocks())
                        .as(chapter.number() + ": " + step.title())
                        .anyMatch(block ->
                                block instanceof Block.Question || block instanceof Block.Lab);
            }
        }
        Block.Question question =
                (Block.Question)
                        course.chapters().get(4).steps().getFirst().blocks().stream()
                                .filter(Block.Question.class::isInstance)
                                .findFirst()
                                .orElseThrow();
        assertThat(question.text()).startsWith("A first client is connected");
        assertThat(question.answer()).hasSize(2);
        assertThat(course.chapters().get(4).steps().getFirst().blocks())
                .anyMatch(block -> block instanceof Block.Columns of && of.codes().size() == 3);
    }

    @Test
    void aChapterIsFoundByNumberAndByWord() {
        assertThat(course.find("5").orElseThrow().page()).isEqualTo("5-servers.md");
        assertThat(course.find("udp").orElseThrow().number()).isEqualTo(3);
        assertThat(course.find("readline").orElseThrow().number()).isEqualTo(6);
        assertThat(course.find("10")).isEmpty();
    }

    /** Each of the 72 rows of the notes has its page and its command. */
    @Test
    void theIndexHasEveryRowOfTheNotes() throws IOException {
        String index = Files.readString(PAGES.resolve("README.md"));
        for (int row = 1; row <= 72; row++) {
            assertThat(index)
                    .containsPattern(
                            "(?m)^\\| "
                                    + row
                                    + " \\| [^|]+ \\| \\[[^|]+\\]\\([^|]+\\.md\\) \\| `[^|]+`"
                                    + " \\|$");
        }
    }

    private static List<Path> pages() throws IOException {
        try (Stream<Path> files = Files.list(PAGES)) {
            return files.filter(file -> file.toString().endsWith(".md")).sorted().toList();
        }
    }

    private static String region(String text, String name) {
        List<String> lines = new ArrayList<>();
        boolean inside = false;
        for (String line : text.lines().toList()) {
            if (line.strip().equals("// endregion")) inside = false;
            if (inside) lines.add(line);
            if (line.strip().equals("// region: " + name)) inside = true;
        }
        return String.join("\n", lines).stripTrailing().stripIndent() + "\n";
    }
}
