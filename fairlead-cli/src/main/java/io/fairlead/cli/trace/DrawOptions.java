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
            description = "Show sequence numbers as on the wire, not relative.")
    boolean rawNumbers;

    @Option(names = "--svg", paramLabel = "FILE", description = "Also draw the ladder as SVG.")
    @Nullable Path svg;

    @Option(
            names = "--html",
            paramLabel = "FILE",
            description = "Also write a page: ladder, windows over time, bytes of each packet.")
    @Nullable Path html;

    @Option(
            names = "--pcapng",
            paramLabel = "FILE",
            description = "Also write the packets for Wireshark, with the sentences as comments.")
    @Nullable Path pcapng;

    @Option(
            names = "--json",
            description =
                    "Print JSON instead of the ladder, an object per line: start, packet, end.")
    boolean json;

    @Option(
            names = {"-q", "--quiet"},
            description = "Write only the files, no ladder on standard output.")
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
