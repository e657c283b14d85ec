package io.fairlead.bench.matrix;

import io.fairlead.bench.matrix.Generator.Timing;
import io.fairlead.bench.peer.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code scripts/bench-matrix}: arguments in, raw files and a page out. */
@Command(
        name = "bench-matrix",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        description = {
            "Measures Fairlead under each model beside its peers, in interleaved rounds, and",
            "writes raw files and a page. The server has core 0 and the generator core 1.",
            "Without a WORKLOAD: all of them, which takes hours.",
            ""
        })
public final class Matrix implements Callable<Integer> {
    private static final String SMOKE_PEERS =
            "floor-epoll,netty-*,fairlead-epoll,fairlead-io?uring,fairlead-virtual-handler,"
                    + "fairlead-pooled-virtual-handler";

    @Parameters(arity = "0..*", paramLabel = "WORKLOAD", description = "Such as echo or echo-64.")
    private List<String> workloads = List.of();

    @Option(names = "--list", description = "List workloads and peers, and end.")
    private boolean list;

    @Option(names = "--page", description = "Write the page from the raw files there are, and end.")
    private boolean page;

    @Option(
            names = "--peers",
            paramLabel = "NAME,...",
            split = ",",
            description = "Only these; * stands for anything. Default: all, in smoke the native.")
    private List<String> only = List.of();

    @Option(names = "--rounds", description = "Default: ${DEFAULT-VALUE}; below 5, no ranks.")
    private int rounds = 5;

    @Option(names = "--warmup", paramLabel = "S", description = "Default: ${DEFAULT-VALUE} s.")
    private double warmupS = 3;

    @Option(names = "--seconds", paramLabel = "S", description = "Default: ${DEFAULT-VALUE} s.")
    private double seconds = 3;

    @Option(names = "--seed", description = "Of the order of the peers. Default: ${DEFAULT-VALUE}.")
    private long seed = 1;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "For raw files; the page is DIR.md. Default: docs/benchmarks.")
    private @Nullable Path out;

    @Option(
            names = "--command",
            paramLabel = "FILE",
            description = "The fairlead command whose start-up is measured. Default: ./fairlead.")
    private @Nullable Path command;

    private final Path home;
    private String shown = "";

    /** A run within the checkout at {@code home}. */
    Matrix(Path home) {
        this.home = home;
    }

    /** Runs the matrix; ends with an exception, so status 1, if a round failed. */
    public static void main(String[] args) {
        Thread.currentThread()
                .setUncaughtExceptionHandler(
                        (thread, e) -> System.err.println("bench-matrix: " + e.getMessage()));
        // Children of a run that was told to end must not outlive it.
        Runtime.getRuntime()
                .addShutdownHook(
                        Thread.ofPlatform()
                                .unstarted(() ->
                                        ProcessHandle.current()
                                                .descendants()
                                                .forEach(ProcessHandle::destroyForcibly)));
        int status = run(Path.of(System.getProperty("fairlead.home", "")), args);
        if (status != 0) throw new IllegalStateException("not all is well, see above");
    }

    static int run(Path home, String... args) {
        Matrix matrix = new Matrix(home.toAbsolutePath());
        matrix.shown = ("scripts/bench-matrix " + String.join(" ", args)).strip();
        return new CommandLine(matrix).execute(args);
    }

    @Override
    public Integer call() throws IOException {
        Path executable = command == null ? home.resolve("fairlead") : command.toAbsolutePath();
        List<Cell> cells = cells();
        if (list) {
            Workload.ALL.forEach(one -> IO.println(one.word()));
            Peers.all(home, home, executable).forEach(peer -> IO.println("  " + peer.name()));
            return 0;
        }
        Path folder = out == null ? home.resolve("docs/benchmarks") : out.toAbsolutePath();
        int failed = page ? 0 : measure(cells, executable, folder);
        IO.println("wrote " + Page.write(folder, home.resolve("fairlead-bench/README.md")));
        if (failed > 0) System.err.println("bench-matrix: " + failed + " rounds failed");
        return failed > 0 ? 1 : 0;
    }

    private int measure(List<Cell> cells, Path executable, Path folder) throws IOException {
        Path programs = Programs.compile(home);
        if (cells.stream().anyMatch(cell -> cell.role() == Role.TLS)) {
            Programs.addTls(home, programs);
        }
        List<BenchPeer> all = Peers.all(home, programs, executable);
        int failed = 0;
        for (Cell cell : cells) {
            List<BenchPeer> peers = chosen(all, cell);
            failed += matrix(peers, programs, folder).run(cell);
            IO.println(Page.section(cell, goals(cell), outcome(folder, cell)));
        }
        return failed;
    }

    private List<Cell> cells() {
        if (workloads.isEmpty()) return Workload.matrix();
        return workloads.stream().flatMap(word -> Workload.cells(word).stream()).toList();
    }

    private MatrixRun matrix(List<BenchPeer> peers, Path programs, Path folder) throws IOException {
        boolean pins = Runtime.getRuntime().availableProcessors() >= 2;
        Map<String, String> surroundings = Surroundings.of(home);
        surroundings.put("command", shown);
        surroundings.put(
                "pinned",
                pins ? "server on core 0, generator on core 1" : "one core for both: no measure");
        return new MatrixRun(
                peers,
                new LoadDriver(programs, pin(pins, 1), new Timing(warmupS, seconds)),
                rounds,
                seed,
                surroundings,
                pin(pins, 0),
                folder,
                System.err);
    }

    private static List<String> pin(boolean pins, int core) {
        return pins ? List.of("taskset", "--cpu-list", String.valueOf(core)) : List.of();
    }

    private List<BenchPeer> chosen(List<BenchPeer> all, Cell cell) {
        List<String> wanted = only;
        if (wanted.isEmpty() && cell.name().equals("smoke")) {
            wanted = List.of(SMOKE_PEERS.split(",", -1));
        }
        if (wanted.isEmpty()) {
            boolean startup = cell.name().equals("startup");
            return all.stream()
                    .filter(peer -> startup || !peer.name().equals("fairlead-command"))
                    .toList();
        }
        List<Pattern> patterns = wanted.stream().map(Matrix::pattern).toList();
        List<BenchPeer> chosen =
                all.stream()
                        .filter(peer ->
                                patterns.stream()
                                        .anyMatch(one -> one.matcher(peer.name()).matches()))
                        .toList();
        if (chosen.isEmpty()) throw new IllegalArgumentException("no peer matches " + wanted);
        return chosen;
    }

    private static Pattern pattern(String glob) {
        return Pattern.compile(glob.replace("?", ".").replace("*", ".*"));
    }

    private static List<Goal> goals(Cell cell) {
        return Workload.ALL.stream()
                .filter(workload -> workload.cells().contains(cell))
                .flatMap(workload -> workload.goals().stream())
                .toList();
    }

    private static Outcome outcome(Path folder, Cell cell) throws IOException {
        Path file = folder.resolve(cell.name() + ".ndjson");
        if (!Files.exists(file)) throw new IOException("no raw file " + file);
        return Outcome.read(file);
    }
}
