package io.fairlead.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.explain.Entry;
import io.fairlead.explain.Entry.Kind;
import io.fairlead.explain.Glossary;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each lab, in this process and on this machine's loopback, among others. */
class LabsTest {
    private static final Glossary GLOSSARY = Glossary.load();
    private static final List<String> WAITS = List.of("seconds", "probes", "backlog");
    private static final Pattern NAME = Pattern.compile("\\b[A-Z][A-Z0-9_]{3,}\\b");

    /** With its first channel the JDK makes a socket that it keeps, to close others by. */
    @BeforeAll
    static void aFirstChannel() throws IOException {
        SocketChannel.open().close();
    }

    static List<Lab> labs() {
        return Labs.ALL;
    }

    @ParameterizedTest
    @MethodSource("labs")
    void theKernelDoesAsTheLabSays(Lab lab) throws IOException {
        List<String> before = sockets();
        Report report = Experiment.run(lab, Network.shared(), _ -> {});
        assertThat(report.parts())
                .filteredOn(part -> part instanceof Part.Check check && isBroken(check))
                .isEmpty();
        assertThat(report.count(Part.Verdict.HELD)).isPositive();
        assertThat(report.parts())
                .as("a question before an answer")
                .anyMatch(part -> part instanceof Part.Question);
        assertThat(withoutLab(report)).as("shown here, and their entries name no lab").isEmpty();
        assertThat(sockets()).as("sockets left open").isEqualTo(before);
    }

    /** Each with its limits, but for those whose labs wait for seconds. */
    static Stream<Arguments> numbers() {
        return Labs.ALL.stream()
                .flatMap(lab -> lab.parameters().stream().flatMap(each -> limits(lab, each)));
    }

    private static Stream<Arguments> limits(Lab lab, LabParameter parameter) {
        return Stream.of(parameter.min(), parameter.max())
                .filter(number -> number != parameter.usual())
                .filter(number -> !WAITS.contains(parameter.name()))
                .map(number -> Arguments.of(lab, parameter.name(), number));
    }

    @ParameterizedTest
    @MethodSource("numbers")
    void theKernelDoesAsTheLabSaysWithOtherNumbers(Lab lab, String parameter, int number)
            throws IOException {
        Map<String, Integer> numbers = Map.of(parameter, number);
        Report report = Experiment.run(lab, Network.shared(), numbers, _ -> {});
        assertThat(report.parts())
                .filteredOn(part -> part instanceof Part.Check check && isBroken(check))
                .isEmpty();
    }

    private static boolean isBroken(Part.Check check) {
        return check.verdict() == Part.Verdict.BROKEN;
    }

    /** The errors and options that a lab shows, and whose entries do not lead to any lab. */
    private static List<String> withoutLab(Report report) {
        return report.parts().stream()
                .filter(part -> part instanceof Part.Call)
                .flatMap(part -> NAME.matcher(((Part.Call) part).text()).results())
                .flatMap(name -> GLOSSARY.byName(name.group()).stream())
                .filter(entry -> entry.kind() == Kind.ERROR || entry.kind() == Kind.OPTION)
                .filter(entry -> entry.checks().stream().noneMatch(LabsTest::isLab))
                .map(Entry::name)
                .distinct()
                .toList();
    }

    private static boolean isLab(Entry.Check check) {
        return check.command().startsWith("fairlead lab ");
    }

    @Test
    void eachSaysWhatItIs() {
        assertThat(Labs.ALL).extracting(Lab::name).doesNotHaveDuplicates();
        for (Lab lab : Labs.ALL) {
            assertThat(lab.name()).matches("[a-z-]+");
            assertThat(lab.summary()).as(lab.name()).hasSizeLessThan(80).doesNotEndWith(".");
            assertThat(lab.expectation().split("\\. ", -1)).as(lab.name()).hasSizeBetween(2, 4);
            assertThat(Labs.named(lab.name())).containsSame(lab);
        }
    }

    /** The sockets that this process has open. */
    static List<String> sockets() throws IOException {
        try (Stream<Path> links = Files.list(Path.of("/proc/self/fd"))) {
            return links.map(LabsTest::target)
                    .filter(target -> target.startsWith("socket:"))
                    .sorted()
                    .toList();
        }
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException e) {
            return ""; // the descriptor of the listing itself
        }
    }

    @Test
    void eachLabThatAnEntryNamesIsThere() {
        String command = "fairlead lab ";
        List<String> named =
                GLOSSARY.entries().stream()
                        .flatMap(entry -> entry.checks().stream())
                        .map(Entry.Check::command)
                        .filter(each -> each.startsWith(command))
                        .map(each -> each.substring(command.length()))
                        .toList();
        assertThat(named).hasSizeGreaterThan(100);
        assertThat(named).allSatisfy(name -> assertThat(Labs.named(name)).as(name).isPresent());
    }

    @ParameterizedTest
    @MethodSource("labs")
    void aLabNamesTheEntriesThatNameIt(Lab lab) {
        List<String> words = LabWords.of(lab);
        assertThat(words).as(lab.name()).hasSizeGreaterThan(1).doesNotHaveDuplicates();
        for (String word : words) {
            List<Entry> found = GLOSSARY.find(word);
            assertThat(found).as(word).singleElement().extracting(Entry::name).isEqualTo(word);
            assertThat(found.getFirst().checks())
                    .extracting(Entry.Check::command)
                    .contains("fairlead lab " + lab.name());
        }
        assertThat(GLOSSARY.find(String.join(", ", words)))
                .as("as the last line of the lab has them")
                .extracting(Entry::name)
                .isEqualTo(words);
    }

    /** The descriptors, processes and signals of this process are as before. */
    @Test
    void noChildIsLeft() throws IOException {
        for (String name : List.of("fork", "zombies", "descriptors")) {
            Experiment.run(Labs.named(name).orElseThrow(), Network.shared(), _ -> {});
        }
        assertThat(ProcessHandle.current().children()).isEmpty();
    }
}
