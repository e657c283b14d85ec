package io.fairlead.cli.trace;

import io.fairlead.cli.OutputFile;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say how the conversation is drawn. */
final class DrawOptions {
    @Option(
            names = "--raw-numbers",
            description = "Sequence numbers as on the wire, not from the beginning.")
    boolean rawNumbers;

    @Option(names = "--svg", paramLabel = "FILE", description = "Draw the ladder as SVG, too.")
    @Nullable Path svg;

    @Option(
            names = "--html",
            paramLabel = "FILE",
            description = "Write a page, too: ladder, windows over time, the bytes of each packet.")
    @Nullable Path html;

    @Option(
            names = "--pcapng",
            paramLabel = "FILE",
            description = "Write the packets for Wireshark, the sentences as comments.")
    @Nullable Path pcapng;

    @Option(
            names = "--json",
            description = "Print JSON in the ladder's place, an object a line: start, packet, end.")
    boolean json;

    @Option(
            names = {"-q", "--quiet"},
            description = "No ladder on standard output; the files alone.")
    boolean quiet;

    /**
     * Makes sure that the files can be written, before anything is captured.
     *
     * @param input the file that is read; null for none
     * @throws IllegalArgumentException if one cannot, or is the one that is read
     */
    void checkFiles(@Nullable Path input) {
        Stream.of(svg, html, pcapng)
                .filter(Objects::nonNull)
                .map(OutputFile::new)
                .forEach(file -> {
                    file.check();
                    file.checkIsNot(input);
                });
    }
}
