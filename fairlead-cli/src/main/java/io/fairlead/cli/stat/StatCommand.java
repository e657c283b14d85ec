package io.fairlead.cli.stat;

import io.fairlead.cli.CommandException;
import io.fairlead.cli.ExitCode;
import io.fairlead.cli.HelpOption;
import io.fairlead.cli.Screen;
import io.fairlead.cli.Shell;
import io.fairlead.stat.Snapshot;
import io.fairlead.stat.SocketTable;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code fairlead stat}: arguments in, exit code out. */
@Command(
        name = "stat",
        customSynopsis = "fairlead stat [OPTION]... [ENDPOINT]...",
        sortOptions = false,
        description = {
            "Shows the sockets of this machine: who listens, and who is connected to whom.",
            "Also shows what waits in which queue, and for how long. Changes nothing. As root",
            "it sees every owner.",
            "",
            "  fairlead stat                       listeners, then connections by program",
            "  fairlead stat 7007                  everything with port 7007 at either end",
            "  fairlead stat 10.0.0.0/8            every connection with that network",
            "  fairlead stat -a --not 127.0.0.0/8,time-wait",
            "  fairlead stat -l                    listeners only",
            "  fairlead stat --state close-wait    sockets that a program forgot to close",
            "  fairlead stat --program java -i     with round-trip times, windows, losses",
            "  fairlead stat --watch 7007          repeat, and mark what changes",
            "  fairlead stat --json                an object per line, for programs",
            ""
        })
public final class StatCommand implements Callable<Integer> {
    private static final Duration INTERVAL_MIN = Duration.ofMillis(100);

    private final Shell shell;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Mixin private FilterOptions filter = new FilterOptions();

    @Option(
            names = {"-a", "--all"},
            description = "List every socket, including TIME_WAIT and unnamed Unix sockets.")
    private boolean all;

    @Option(
            names = {"-i", "--info"},
            description = "Show TCP's measurements of each connection, see tcp(7).")
    private boolean info;

    @Option(
            names = {"-w", "--watch"},
            preprocessor = IntervalOrNone.class,
            paramLabel = "INTERVAL",
            description = "Repeat every INTERVAL (1s) and mark changes, until Ctrl-C.")
    private @Nullable Duration watch;

    @Option(
            names = "--json",
            description = "Print JSON, an object per line: start, socket..., end.")
    private boolean json;

    @Mixin HelpOption help = new HelpOption();

    /**
     * @param shell what the process got
     */
    public StatCommand(Shell shell) {
        this.shell = shell;
    }

    /** With {@code -l} alone. */
    public static StatCommand listeners(Shell shell) {
        StatCommand command = new StatCommand(shell);
        command.filter.listeningOnly();
        return command;
    }

    @Override
    public Integer call() throws Exception {
        SocketFilter wanted = wanted();
        SocketTable table = new SocketTable();
        if (!table.isSupported()) {
            throw new CommandException(
                    ExitCode.FAILED,
                    "there is no /proc/net here, where Linux lists its sockets; use netstat -an");
        }
        if (watch != null) {
            new Watch(shell, () -> read(table, wanted), wanted, style()).run(watch, json);
        } else if (json) {
            new SocketJson(shell).all(read(table, wanted), wanted);
        } else {
            Snapshot snapshot = read(table, wanted);
            Listing listing = Listing.of(snapshot, wanted, style());
            shell.printText(Paint.of(shell).text(listing.lines()));
            snapshot.remarks().forEach(shell::say);
        }
        return ExitCode.OK.code();
    }

    private SocketFilter wanted() throws IOException {
        if (watch != null && watch.compareTo(INTERVAL_MIN) < 0) {
            throw new ParameterException(spec.commandLine(), "--watch must be at least 100ms");
        }
        try {
            return filter.filter();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    private Listing.Style style() {
        return new Listing.Style(Screen.of(shell).columns(), all, info);
    }

    private static Snapshot read(SocketTable table, SocketFilter wanted) throws CommandException {
        try {
            return table.read(wanted.schemes());
        } catch (IOException | RuntimeException e) {
            throw new CommandException(
                    ExitCode.FAILED, "neither sock_diag nor /proc/net can be read: " + e);
        }
    }
}
