package io.fairlead.cli.serve.kind;

import io.fairlead.cli.CommandException;
import io.fairlead.cli.ExitCode;
import io.fairlead.cli.Shell;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of the services that put programs to work. */
public final class ProgramSettings {
    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "The file of allowed commands, in YAML; see docs/exec.md.")
    public @Nullable Path config;

    @Option(
            names = "--user",
            paramLabel = "NAME",
            description = "The user that runs commands, if the server is root.")
    public @Nullable String user;

    @Option(
            names = "--insecure-loopback",
            description = {
                "Run commands for any user of this machine, over TCP or UDP. (Only a Unix-domain"
                        + " socket tells who the user is.)"
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
    public void check(List<ServiceOffer> offers) {
        boolean exec = serves(offers, ProgramKind.EXEC);
        if (exec && words.isEmpty()) {
            throw new IllegalArgumentException(
                    "exec needs a program: fairlead serve exec -- PROGRAM ARG...");
        }
        if (!exec && !words.isEmpty()) {
            throw new IllegalArgumentException(
                    "only exec takes a program after --: fairlead serve exec -- PROGRAM ARG...");
        }
        boolean commands = serves(offers, ProgramKind.COMMANDS);
        if (commands && config == null) {
            throw new IllegalArgumentException(
                    "commands needs a file of allowed commands: fairlead serve commands --config"
                            + " FILE");
        }
        if (!commands && (config != null || user != null || insecureLoopback)) {
            throw new IllegalArgumentException(
                    "--config, --user and --insecure-loopback need the service commands");
        }
    }

    public static boolean serves(List<ServiceOffer> offers, ProgramKind which) {
        return offers.stream().anyMatch(offer -> offer.service() == which);
    }

    /**
     * Refuses to run commands for people who cannot be told apart, and as root.
     *
     * @param knowsClients whether TLS asks clients for certificates
     */
    public void checkCallers(List<ServiceOffer> offers, boolean knowsClients, Shell shell)
            throws CommandException {
        for (ServiceOffer offer : offers) {
            if (offer.service() != ProgramKind.COMMANDS) continue;
            switch (offer.endpoint().scheme()) {
                case UNIX -> {} // the kernel knows them
                case TLS -> checkTls(offer, knowsClients);
                default -> checkInet(offer);
            }
        }
        if (serves(offers, ProgramKind.COMMANDS) && shell.isRoot() && user == null) {
            throw new CommandException(
                    ExitCode.USAGE,
                    "serve commands: you are root, and no command may run as root; add --user NAME,"
                            + " or run the server as another user");
        }
    }

    private static void checkTls(ServiceOffer offer, boolean knowsClients) throws CommandException {
        if (knowsClients) return;
        throw new CommandException(
                ExitCode.USAGE,
                "serve commands="
                        + offer.endpoint()
                        + ": anybody could run the commands; add --client-ca FILE: whoever has a"
                        + " certificate of that authority may run them (fairlead cert --client NAME"
                        + " makes one)");
    }

    private void checkInet(ServiceOffer offer) throws CommandException {
        String what = "serve commands=" + offer.endpoint() + ": ";
        if (!offer.endpoint().isLoopback()) {
            throw new CommandException(
                    ExitCode.USAGE,
                    what
                            + "commands for other machines need TLS client certificates; use"
                            + " commands=tls://HOST:PORT with --client-ca, or a Unix-domain"
                            + " socket");
        }
        if (!insecureLoopback) {
            throw new CommandException(
                    ExitCode.USAGE,
                    what
                            + "every user of this machine could run the commands, and the log could"
                            + " not tell who it was; use unix:, or if you mean that, add"
                            + " --insecure-loopback");
        }
    }
}
