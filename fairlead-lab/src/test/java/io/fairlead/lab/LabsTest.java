package io.fairlead.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.explain.Entry;
import io.fairlead.explain.Glossary;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each lab, in this process and on this machine's loopback, among others. */
class LabsTest {
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
        assertThat(sockets()).as("sockets left open").isEqualTo(before);
    }

    private static boolean isBroken(Part.Check check) {
        return check.verdict() == Part.Verdict.BROKEN;
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
    void eachLabThatAnErrorNamesIsThere() {
        String command = "fairlead lab ";
        List<String> named =
                Glossary.load().entries().stream()
                        .flatMap(entry -> entry.checks().stream())
                        .map(Entry.Check::command)
                        .filter(each -> each.startsWith(command))
                        .map(each -> each.substring(command.length()))
                        .toList();
        assertThat(named).hasSizeGreaterThan(20);
        assertThat(named).allSatisfy(name -> assertThat(Labs.named(name)).as(name).isPresent());
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
