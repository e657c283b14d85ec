package io.fairlead.cli;

import io.fairlead.cli.connect.ConnectCommand;
import io.fairlead.cli.explain.ExplainCommand;
import io.fairlead.cli.stat.StatCommand;
import io.fairlead.net.Endpoint;
import io.fairlead.net.EndpointException;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * What people type most, run without picocli: to describe a command to it takes longer than such a
 * command does. All that has another option or an error goes the usual way.
 */
final class Shortcut {
    private Shortcut() {}

    /** What to run; empty if these arguments are not that simple. */
    static Optional<Callable<Integer>> of(Shell shell, String... args) {
        return command(shell, args).map(command -> () -> end(shell, command.call()));
    }

    /**
     * Ends the process here, as these commands leave nothing to be tidied: to exit, Java looks for
     * a logger first, and opens each jar of the class path for it.
     */
    private static int end(Shell shell, int code) {
        shell.halt().accept(code);
        return code;
    }

    private static Optional<Callable<Integer>> command(Shell shell, String... args) {
        if (args.length == 1 && args[0].equals("--version")) {
            return Optional.of(() -> print(shell, Version.text()));
        }
        if (args.length != 2) return Optional.empty();
        if (args[0].equals("stat") && args[1].equals("-l")) {
            return Optional.of(StatCommand.listeners(shell));
        }
        if (args[1].startsWith("-") || args[1].startsWith("@")) return Optional.empty();
        return switch (args[0]) {
            case "explain" ->
                    ExplainCommand.page(shell, args[1]).map(page -> () -> print(shell, page));
            case "connect" -> connect(shell, args[1]);
            default -> Optional.empty();
        };
    }

    private static Optional<Callable<Integer>> connect(Shell shell, String endpoint) {
        try {
            Endpoint parsed = Endpoint.parse(endpoint);
            if (parsed.scheme() == Endpoint.Scheme.FD) return Optional.empty();
            return Optional.of(ConnectCommand.to(parsed, shell));
        } catch (EndpointException e) {
            return Optional.empty();
        }
    }

    private static int print(Shell shell, String text) throws OutputException {
        shell.print(text);
        return ExitCode.OK.code();
    }
}
