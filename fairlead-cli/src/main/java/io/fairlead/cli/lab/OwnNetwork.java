package io.fairlead.cli.lab;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fairlead.cli.CommandException;
import io.fairlead.cli.ExitCode;
import io.fairlead.cli.OwnCommand;
import io.fairlead.cli.Shell;
import io.fairlead.lab.Network;
import io.fairlead.net.text.Printable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import picocli.CommandLine.Model.CommandSpec;

/**
 * A network namespace that nobody else is in, unshare(1). A Java process has many threads, which
 * may not change their user namespace (unshare(2)): so the command is started again in a new one.
 */
final class OwnNetwork {
    /** Tells the command that was started again where it is. */
    private static final String INSIDE = "FAIRLEAD_LAB_NETWORK";

    private static final List<String> UNSHARE = List.of("unshare", "-rn", "--");

    private final Shell shell;

    OwnNetwork(Shell shell) {
        this.shell = shell;
    }

    /** Whether this is the command that was started again. */
    boolean isInside() {
        return shell.environment().getOrDefault(INSIDE, "").equals("own");
    }

    /** Why there can be none, in a few words; empty if there can. */
    String refusal() throws IOException, InterruptedException {
        List<String> trial = new ArrayList<>(UNSHARE);
        trial.add("true");
        Process unshare;
        try {
            unshare = new ProcessBuilder(trial).redirectErrorStream(true).start();
        } catch (IOException e) {
            return "unshare (util-linux) is not installed";
        }
        String said = new String(unshare.getInputStream().readAllBytes(), UTF_8).strip();
        return unshare.waitFor() == 0 ? "" : Printable.of(said.replaceAll("\n.*", ""));
    }

    /** Runs the same command line in a new namespace; its exit code. */
    int runAgain(CommandSpec spec) throws IOException, InterruptedException {
        ProcessBuilder again =
                OwnCommand.with(spec.root().commandLine().getParseResult().originalArgs())
                        .inheritIO();
        again.command().addAll(0, UNSHARE);
        again.environment().put(INSIDE, "own");
        Process process = again.start();
        shell.signals().on("TERM", process::destroy);
        AtomicBoolean interrupted = new AtomicBoolean();
        shell.signals()
                .on(
                        "INT",
                        () -> {
                            interrupted.set(true);
                            process.destroy();
                        });
        int exit = process.waitFor();
        return interrupted.get() ? ExitCode.INTERRUPTED.code() : exit;
    }

    /** The network that this process is in. */
    Network here(boolean shared) throws CommandException {
        if (shared || !isInside()) return Network.shared();
        try {
            return Network.own();
        } catch (IOException e) {
            throw new CommandException(
                    ExitCode.PERMISSION, e.getMessage() + "; try --shared, on loopback");
        }
    }
}
