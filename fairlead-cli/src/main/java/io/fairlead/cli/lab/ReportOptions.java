package io.fairlead.cli.lab;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What becomes of what a lab shows. */
final class ReportOptions {
    @Option(names = "--json", description = "Print JSON, an object per line: start, part ..., end.")
    boolean json;

    @Option(
            names = "--step",
            description = "Wait for Enter before each step, and ask before the answer.")
    boolean step;

    @Option(names = "--html", paramLabel = "FILE", description = "Also write a page with drawings.")
    @Nullable Path html;

    @Option(
            names = "--markdown",
            paramLabel = "DIR",
            description = "Write NAME.md per lab and an index, as in docs/lab.")
    @Nullable Path markdown;
}
