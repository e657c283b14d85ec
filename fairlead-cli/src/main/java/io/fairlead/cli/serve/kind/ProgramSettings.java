package io.fairlead.cli.serve.kind;

import io.fairlead.cli.CommandException;
import io.fairlead.cli.ExitCode;
import io.fairlead.cli.Shell;
import io.fairlead.net.Endpoint.Scheme;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of the services that put programs to work. */
public final class ProgramSettings {
    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "The commands that are allowed, in YAML; see docs/exec.md.")
    public @Nullable Path config;

    @Option(
            names = "--user",
            paramLabel = "NAME",
            description = "Whom commands run as, where the server is root.")
    public @Nullable String user;

    @Option(
            names = "--insecure-loopback",
            description = {
                "Yes, run commands for whoever on this machine connects over TCP or UDP: only a"
                        + " Unix-domain socket tells who that is."
            })
    public boolean insecureLoopback;

    /** What followed {@code --}. */
    private List<String> words = List.of();

    /**
     * Takes out of the parameters what followed {@code --}.
     *
     * @param original all arguments as they were typed
     * @return the parameters before it
     */
    public List<String> takeProgram(List<String> original, List<String> parameters) {
        int dashes = original.indexOf("--");
        if (dashes < 0) return parameters;
        int services = parameters.size() - (original.size() - dashes - 1);
        words = List.copyOf(parameters.subList(services, parameters.size()));
        return parameters.subList(0, services);
    }

    public List<String> words() {
        return words;
    }

    /**
     * Checks that what is served and what is said about it fit together.
     *
     * @throws IllegalArgumentException if not; the message says what to write
     */
    public void check(List<Offer> offers) {
        boolean exec = serves(offers, ProgramKind.EXEC);
        if (exec && words.isEmpty()) {
            throw new IllegalArgumentException(
                    "exec needs a program: fairlead serve exec -- PROGRAM ARG...");
        }
        if (!exec && !words.isEmpty()) {
            throw new IllegalArgumentException(
                    "a program after -- is for exec: fairlead serve exec -- PROGRAM ARG...");
        }
        boolean commands = serves(offers, ProgramKind.COMMANDS);
        if (commands && config == null) {
            throw new IllegalArgumentException(
                    "commands needs a file that says which: fairlead serve commands --config FILE");
        }
        if (!commands && (config != null || user != null || insecureLoopback)) {
            throw new IllegalArgumentException(
                    "--config, --user and --insecure-loopback are for the service commands");
        }
    }

    public static boolean serves(List<Offer> offers, ProgramKind which) {
        return offers.stream().anyMatch(offer -> offer.service() == which);
    }

    /** Refuses to run commands for people who cannot be told apart, and as root. */
    public void checkCallers(List<Offer> offers, Shell shell) throws CommandException {
        for (Offer offer : offers) {
            if (offer.service() != ProgramKind.COMMANDS) continue;
            if (offer.endpoint().scheme() == Scheme.UNIX) continue;
            checkInet(offer);
        }
        if (serves(offers, ProgramKind.COMMANDS) && shell.isRoot() && user == null) {
            throw new CommandException(
                    ExitCode.USAGE,
                    "serve commands: you are root, and no command is run as root; add --user NAME,"
                            + " or run the server as another user");
        }
    }

    private void checkInet(Offer offer) throws CommandException {
        String what = "serve commands=" + offer.endpoint() + ": ";
        if (!offer.endpoint().isLoopback()) {
            throw new CommandException(
                    ExitCode.USAGE,
                    what
                            + "commands for other machines wait for TLS client certificates, which"
                            + " Fairlead has not yet; use a Unix-domain socket");
        }
        if (!insecureLoopback) {
            throw new CommandException(
                    ExitCode.USAGE,
                    what
                            + "everybody on this machine could run the commands, and nobody would"
                            + " know who it was; use unix:, or if that is meant, add"
                            + " --insecure-loopback");
        }
    }
}
