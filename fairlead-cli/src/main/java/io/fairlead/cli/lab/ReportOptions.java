package io.fairlead.cli.lab;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What becomes of what a lab shows. */
final class ReportOptions {
    @Option(names = "--json", description = "Print objects, one in a line: start, part ..., end.")
    boolean json;

    @Option(names = "--html", paramLabel = "FILE", description = "Write a page, with drawings.")
    @Nullable Path html;

    @Option(
            names = "--markdown",
            paramLabel = "DIR",
            description = "Write NAME.md for each, and an index: the pages of docs/lab.")
    @Nullable Path markdown;
}
