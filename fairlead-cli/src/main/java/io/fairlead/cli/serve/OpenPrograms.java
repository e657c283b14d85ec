package io.fairlead.cli.serve;

import io.fairlead.cli.CommandException;
import io.fairlead.cli.ExitCode;
import io.fairlead.cli.Shell;
import io.fairlead.cli.serve.kind.ProgramKind;
import io.fairlead.cli.serve.kind.ProgramSettings;
import io.fairlead.cli.serve.kind.ServiceOffer;
import io.fairlead.exec.DatagramProgram;
import io.fairlead.exec.ProgramService;
import io.fairlead.exec.command.CommandFile;
import io.fairlead.exec.command.CommandFileException;
import io.fairlead.exec.command.CommandService;
import io.fairlead.net.Endpoint;
import io.fairlead.net.Endpoint.Scheme;
import io.fairlead.program.Program;
import io.fairlead.service.HomeConsumer;
import io.fairlead.service.Service;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The services that put programs to work, as far as they are served; closes them in the end. */
final class OpenPrograms implements AutoCloseable {
    private static final Set<PosixFilePermission> CONNECT_ALL =
            PosixFilePermissions.fromString("rw-rw-rw-");

    private static final String NOT_UTF8 = "\uFFFD"; // what Java makes of such bytes

    private final @Nullable Program program;
    private final @Nullable ProgramService streams;
    private final @Nullable DatagramProgram datagrams;
    private final @Nullable CommandService commands;

    /** Opens what {@code offers} need, and says first why it cannot be had. */
    OpenPrograms(Shell shell, ProgramSettings settings, List<ServiceOffer> offers, Log log)
            throws CommandException {
        try {
            program = program(settings, shell.environment());
            HomeConsumer errors =
                    new HomeConsumer(
                            line -> log.event(LogEvent.of("stderr", line).with("text", line)));
            streams = program == null ? null : new ProgramService(program, errors);
            boolean udp = program != null && offers.stream().anyMatch(OpenPrograms::isDatagramExec);
            datagrams = udp && program != null ? new DatagramProgram(program, errors) : null;
            commands = commands(settings, offers, log);
        } catch (CommandFileException e) {
            throw new CommandException(ExitCode.USAGE, "--config " + e.getMessage());
        } catch (IllegalArgumentException e) {
            throw new CommandException(ExitCode.USAGE, String.valueOf(e.getMessage()));
        } catch (IOException | UnsupportedOperationException e) {
            throw new CommandException(ExitCode.FAILED, String.valueOf(e.getMessage()));
        }
    }

    private static boolean isDatagramExec(ServiceOffer offer) {
        return offer.isUdp() && offer.service() == ProgramKind.EXEC;
    }

    private static @Nullable Program program(
            ProgramSettings settings, Map<String, String> environment) {
        List<String> words = settings.words();
        if (words.isEmpty()) return null;
        String[] arguments = words.subList(1, words.size()).toArray(String[]::new);
        return Program.of(words.getFirst(), arguments).environment(environment);
    }

    private static @Nullable CommandService commands(
            ProgramSettings settings, List<ServiceOffer> offers, Log log)
            throws IOException, CommandFileException {
        if (settings.config == null || !ProgramSettings.serves(offers, ProgramKind.COMMANDS)) {
            return null;
        }
        CommandFile file = CommandFile.read(settings.config);
        return CommandService.open(
                file,
                settings.user,
                settings.insecureLoopback,
                audit ->
                        log.event(
                                LogEvent.of("command", audit.line())
                                        .with("who", audit.who())
                                        .with("command", audit.command())
                                        .with("argv", audit.argv())
                                        .with("end", audit.end())
                                        .with("bytes", audit.bytes())
                                        .with("duration_ms", audit.duration())));
    }

    /** What is to be said before anything is served; empty if nothing is. */
    String warning() {
        if (commands != null) return commands.warning();
        if (program == null) return "";
        List<String> damaged =
                program.environment().entrySet().stream()
                        .filter(variable -> variable.getValue().contains(NOT_UTF8))
                        .map(Map.Entry::getKey)
                        .sorted()
                        .toList();
        return damaged.isEmpty()
                ? ""
                : "warning: bytes in these variables that are not UTF-8 reach programs as U+FFFD: "
                        + String.join(", ", damaged);
    }

    /** The program that is handed sockets by the models that do. */
    Program program() {
        if (program == null) throw new IllegalStateException("no program is served");
        return program;
    }

    /** What serves {@code offer}. */
    Service service(ServiceOffer offer) {
        Service service = offer.isUdp() ? datagrams : streams;
        if (offer.service() == ProgramKind.COMMANDS && commands != null) {
            service = offer.isUdp() ? commands.datagrams() : commands;
        }
        if (service == null) throw new IllegalStateException("not open: " + offer);
        return service;
    }

    /** Lets those connect who are named, where {@code one} is a socket file of the commands. */
    void opened(Served one) throws CommandException {
        Endpoint endpoint = one.server().endpoint();
        boolean file = endpoint.scheme() == Scheme.UNIX && endpoint.path().startsWith("/");
        if (one.offer().service() != ProgramKind.COMMANDS || !file) return;
        if (commands == null || !commands.namesUsers()) return;
        try {
            Files.setPosixFilePermissions(Path.of(endpoint.path()), CONNECT_ALL);
        } catch (IOException e) {
            throw new CommandException(ExitCode.PERMISSION, "chmod " + endpoint.path() + ": " + e);
        }
    }

    @Override
    public void close() {
        if (streams != null) streams.close();
        if (datagrams != null) datagrams.close();
        if (commands != null) commands.close();
    }
}
