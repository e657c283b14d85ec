package io.fairlead.cli.bench;

import io.fairlead.cli.OutputFile;
import io.fairlead.cli.bench.saved.Comparison;
import io.fairlead.cli.bench.saved.SavedRun;
import io.fairlead.load.Load;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say what becomes of the result. */
final class ResultOptions {
    @Option(names = "--json", description = "Print JSON, an object per line: start, interval, end.")
    boolean json;

    @Option(
            names = "--html",
            paramLabel = "FILE",
            description = "Also write a page with curves of latency and throughput.")
    @Nullable Path html;

    @Option(
            names = "--hgrm",
            paramLabel = "FILE",
            description = "Also write latency percentiles in HdrHistogram's format.")
    @Nullable Path hgrm;

    @Option(
            names = "--save",
            paramLabel = "FILE",
            description = "Also write what --json prints, for a later --against.")
    @Nullable Path save;

    @Option(
            names = "--against",
            paramLabel = "FILE",
            description =
                    "Compare with a result that --save wrote: which is faster, by how much, and"
                            + " whether the difference is significant.")
    private @Nullable Path against;

    @Option(
            names = "--assert",
            paramLabel = "CONDITION",
            description = {
                "Exit with 10 unless this holds; may be given several times: p99<5ms, errors=0,"
                        + " rate>=10k. Known: "
                        + Assertion.KNOWN
                        + "."
            })
    private List<String> conditions = List.of();

    @Option(
            names = {"-q", "--quiet"},
            description = "Show no progress.")
    boolean quiet;

    /**
     * What must be.
     *
     * @throws IllegalArgumentException if one of them cannot be read
     */
    List<Assertion> assertions() {
        return conditions.stream().map(Assertion::parse).toList();
    }

    /** The file with the result to compare with; null for none. */
    @Nullable Path against() {
        return against;
    }

    /**
     * The result to compare with; null for none.
     *
     * @throws IllegalArgumentException if it cannot be read, or compared with a run of {@code load}
     */
    @Nullable SavedRun before(Load load) {
        if (against == null) return null;
        SavedRun before = SavedRun.read(against);
        Comparison.requireAlike(against, before, ResultJson.kind(load), ResultJson.loop(load));
        return before;
    }

    /**
     * Makes sure that the files can be written, before anything is measured.
     *
     * @param input the file that is read; null for none
     * @throws IllegalArgumentException if one cannot, or is the one that is read
     */
    void checkFiles(@Nullable Path input) {
        Stream.of(html, hgrm, save)
                .filter(Objects::nonNull)
                .map(OutputFile::new)
                .forEach(file -> {
                    file.check();
                    file.checkIsNot(input);
                });
    }
}
