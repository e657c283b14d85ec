package io.fairlead.cli.learn;

import io.fairlead.cli.CommandException;
import io.fairlead.cli.ExitCode;
import io.fairlead.cli.HelpOption;
import io.fairlead.cli.ScreenWidth;
import io.fairlead.cli.Shell;
import io.fairlead.cli.text.Nearest;
import io.fairlead.ladder.TextStyle;
import io.fairlead.learn.check.CheckResult;
import io.fairlead.learn.check.Checker;
import io.fairlead.learn.check.Exercise;
import io.fairlead.learn.check.Kind;
import io.fairlead.learn.check.StartException;
import io.fairlead.learn.check.Verdict;
import io.fairlead.net.Endpoint;
import io.fairlead.net.socket.PortHolder;
import io.fairlead.stat.SocketTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code fairlead learn check}: arguments in, exit code out. */
@Command(
        name = "check",
        customSynopsis = "fairlead learn check KIND [OPTION]... -- PROGRAM [ARGUMENT]...",
        sortOptions = false,
        description = {
            "Starts your own server, talks to it in many ways, and says what it does wrong.",
            "The program may be in any language. {port} in an argument becomes a free port; a",
            "program that has its port built in is told of with --port; else the port is found",
            "out from what the program listens on.",
            "",
            "  fairlead learn check upper -- ./upper {port}",
            "  fairlead learn check ok --port 6000 -- ./ok6000",
            "  fairlead learn check udp-echo -- python3 echo.py {port}",
            "",
            "Kinds:",
            "  echo      TCP: sends back every byte",
            "  upper     TCP: sends back what comes, with a to z in upper case",
            "  ok        TCP: takes one message, answers OK and closes",
            "  greet     TCP: sends a line of text to each client that connects",
            "  time      TCP: sends the time to each client that connects, and closes",
            "  udp-echo  UDP: sends each datagram back to its sender",
            "  chat      TCP lines or UDP datagrams: sends what one client says to all the others",
            "",
            "Exit codes: 0 no fault, 10 a fault, 130 Ctrl-C. The program, and all that it has",
            "started, is always ended.",
            ""
        })
final class CheckCommand implements Callable<Integer> {
    private static final int PORT_MAX = 65_535;
    private static final int SIGTERM = 143;

    private final Shell shell;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(index = "0", paramLabel = "KIND", description = "What the program is meant to be.")
    private String kind = "";

    @Parameters(
            index = "1..*",
            paramLabel = "PROGRAM",
            description = "The program and its arguments.")
    private List<String> command = new ArrayList<>();

    @Option(names = "--port", paramLabel = "N", description = "Where the program listens.")
    private int port;

    @Option(
            names = "--patience",
            paramLabel = "TIME",
            description = "How long it may wait before it does something (2s).")
    private Duration patience = Exercise.PATIENCE;

    @Option(
            names = "--concurrent",
            description = "A server that serves one client at a time has a fault.")
    private boolean concurrent;

    @Option(names = "--json", description = "Print an object for each finding, in one line.")
    private boolean json;

    @Mixin HelpOption help = new HelpOption();

    CheckCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws Exception {
        Exercise exercise = exercise();
        if (!new SocketTable().isSupported()) {
            throw new CommandException(ExitCode.FAILED, "the check looks into the kernel of Linux");
        }
        refuseBusyPort(exercise);
        try (Checker checker = new Checker(exercise)) {
            endAt("INT", checker, ExitCode.INTERRUPTED.code());
            endAt("TERM", checker, SIGTERM);
            return run(checker, exercise);
        } catch (StartException e) {
            throw new CommandException(ExitCode.ADDRESS, String.valueOf(e.getMessage()), e);
        }
    }

    private void endAt(String signal, Checker checker, int code) {
        shell.signals()
                .on(
                        signal,
                        () -> {
                            checker.close();
                            shell.halt().accept(code);
                        });
    }

    private Exercise exercise() {
        Kind meant = Kind.named(kind).orElseThrow(() -> usage(unknownKind()));
        if (command.isEmpty())
            throw usage("which program? As in: ... " + kind + " -- ./a.out {port}");
        if (port < 0 || port > PORT_MAX) throw usage("--port must be from 1 to 65535");
        if (patience.isZero() || patience.isNegative()) throw usage("--patience must be above 0");
        return new Exercise(meant, command, port, patience, concurrent);
    }

    private String unknownKind() {
        List<String> words = Stream.of(Kind.values()).map(Kind::word).toList();
        return "there is no kind \"%s\"%s (there are %s)"
                .formatted(kind, Nearest.question(kind, words), String.join(", ", words));
    }

    private ParameterException usage(String sentence) {
        return new ParameterException(spec.commandLine(), sentence);
    }

    /** Whoever has the port already would be checked in the place of the program. */
    private void refuseBusyPort(Exercise exercise) throws CommandException {
        if (exercise.port() == 0) return;
        boolean datagram = exercise.kind() == Kind.UDP_ECHO;
        Endpoint place =
                datagram
                        ? Endpoint.udp("127.0.0.1", exercise.port())
                        : Endpoint.tcp("127.0.0.1", exercise.port());
        Optional<PortHolder> holder = PortHolder.find(place);
        if (holder.isPresent() && holder.get().holding() != PortHolder.Holding.CLOSING) {
            throw new CommandException(
                    ExitCode.ADDRESS,
                    "port %s is in use: %s; end that first"
                            .formatted(exercise.port(), holder.get()));
        }
    }

    private int run(Checker checker, Exercise exercise) throws IOException {
        TextStyle style = new TextStyle(ScreenWidth.of(shell), shell.isColored(), false);
        CheckText text = new CheckText(style);
        if (!json) shell.print(text.begin(exercise));
        try {
            List<CheckResult> findings = checker.run(finding -> show(text, finding));
            shell.print(json ? CheckJson.end(findings) : text.end(findings));
            boolean wrong = findings.stream().anyMatch(each -> each.verdict() == Verdict.WRONG);
            return (wrong ? ExitCode.THRESHOLD : ExitCode.OK).code();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private void show(CheckText text, CheckResult finding) {
        try {
            shell.print(json ? CheckJson.of(finding) : text.of(finding));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
