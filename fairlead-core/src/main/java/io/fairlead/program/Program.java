package io.fairlead.program;

import io.fairlead.net.given.GivenSockets;
import io.fairlead.server.descriptor.ConnectionVariables;
import io.fairlead.service.Peer;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A program that serves connections, one process for each, as under tcpserver: the socket is its
 * standard input and output. No shell is involved. Immutable.
 *
 * @param path of the program; absolute once it is checked
 * @param arguments without the program's own name
 * @param environment of the process, to which the variables of the connection are added
 * @param log the file that standard error is appended to, made with mode 0600; null for the
 *     server's own standard error
 */
public record Program(
        Path path, List<String> arguments, Map<String, String> environment, @Nullable Path log) {
    /** Copies what it is given. */
    public Program {
        arguments = List.copyOf(arguments);
        environment = Map.copyOf(environment);
        Stream.concat(arguments.stream(), environment.values().stream())
                .forEach(Program::checkText);
    }

    private static void checkText(String text) {
        if (text.indexOf(0) < 0) return;
        throw new IllegalArgumentException(
                "an argument or a variable contains a NUL, where C would end it");
    }

    /**
     * A program with the environment of this process, without what is for it alone (LISTEN_FDS).
     *
     * @param name a path, or a name without a slash that is looked for on the PATH
     * @throws IllegalArgumentException if there is no such program; the message says where it was
     *     looked for
     */
    public static Program of(String name, String... arguments) {
        Map<String, String> variables = new HashMap<>(System.getenv());
        variables.keySet().removeIf(GivenSockets::isOwn);
        return new Program(find(name), List.of(arguments), variables, null);
    }

    private static Path find(String name) {
        if (name.contains("/")) return checked(Path.of(name));
        String path = System.getenv().getOrDefault("PATH", "/usr/bin:/bin");
        for (String folder : path.split(File.pathSeparator, -1)) {
            Path program = Path.of(folder, name);
            if (Files.isExecutable(program) && !Files.isDirectory(program)) {
                return program.toAbsolutePath();
            }
        }
        throw new IllegalArgumentException(
                name + ": no such program on the PATH (" + path + "); give its whole path");
    }

    private static Path checked(Path program) {
        if (!Files.exists(program)) {
            throw new IllegalArgumentException(program + ": there is no such program");
        }
        if (Files.isDirectory(program) || !Files.isExecutable(program)) {
            throw new IllegalArgumentException(
                    program + ": that is not executable; chmod +x makes it so");
        }
        return program.toAbsolutePath();
    }

    /** The same with {@code variables} as the whole environment. */
    public Program environment(Map<String, String> variables) {
        return new Program(path, arguments, variables, log);
    }

    /**
     * The same, told of {@code peer} by the variables of tcpserver, for who runs it by pipes; of a
     * Unix-domain peer the process and the user are left out.
     */
    public Program serving(Peer peer) {
        Map<String, String> variables = new TreeMap<>(environment);
        ConnectionVariables.removeFrom(variables);
        variables.putAll(ConnectionVariables.of(peer.localAddress(), peer.remoteAddress(), null));
        return environment(variables);
    }

    /** The same with its standard error appended to {@code file}. */
    public Program log(Path file) {
        return new Program(path, arguments, environment, file.toAbsolutePath());
    }
}
