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
            names = "--follow",
            paramLabel = "FORM",
            preprocessor = FollowForm.TextUnlessNamed.class,
            converter = FollowForm.Converter.class,
            description = {
                "Print what both ends write, not the ladder: text (without FORM) or hex.",
                "> is from the client, < from the server."
            })
    @Nullable FollowForm follow;

    @Option(
            names = "--raw-numbers",
            description = "Show sequence numbers as on the wire, not relative.")
    boolean rawNumbers;

    @Option(
            names = "--unfold",
            description = "Draw each packet of a run of data, not one arrow for the run.")
    boolean unfold;

    @Option(
            names = "--ascii",
            description = "Draw with ASCII alone, as on a terminal whose locale is not UTF-8.")
    boolean ascii;

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
     * Makes sure that the options go together and the files can be written, before anything is
     * captured.
     *
     * @param input the file that is read; null for none
     * @throws IllegalArgumentException if they do not, or a file cannot be written or is the one
     *     that is read
     */
    void check(@Nullable Path input) {
        if (follow != null && json) {
            throw new IllegalArgumentException(
                    "--follow prints text; with --json the bytes are in the file of --pcapng");
        }
        Stream.of(svg, html, pcapng)
                .filter(Objects::nonNull)
                .map(OutputFile::new)
                .forEach(file -> {
                    file.check();
                    file.checkIsNot(input);
                });
    }
}
