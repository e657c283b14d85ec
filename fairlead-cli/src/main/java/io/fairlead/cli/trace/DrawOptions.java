package io.fairlead.cli.trace;

import java.nio.file.Files;
import java.nio.file.Path;
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
     * @throws IllegalArgumentException if one cannot
     */
    void requireFolders() {
        Stream.of(svg, html, pcapng).forEach(DrawOptions::requireFolder);
    }

    private static void requireFolder(@Nullable Path file) {
        if (file == null) return;
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new IllegalArgumentException("the directory of " + file + " does not exist");
        }
        if (Files.isDirectory(file) || !Files.isWritable(Files.exists(file) ? file : folder)) {
            throw new IllegalArgumentException("this user may not write " + file);
        }
    }
}
