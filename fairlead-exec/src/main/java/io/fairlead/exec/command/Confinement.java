package io.fairlead.exec.command;

import io.fairlead.program.Program;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * How commands are kept within bounds, so that nothing of them is left: by the programs of
 * util-linux, each of which does one thing and then becomes the next.
 *
 * <pre>
 *   setpriv --pdeathsig KILL     ends when the server does, whatever ends it
 *   unshare --pid --kill-child   a PID namespace: when its first process ends, all in it are
 *                                killed, those too that called setsid(2)
 *   prlimit                      memory, processes, files
 *   env --chdir                  the directory
 *   setpriv --no-new-privs       the user; no set-user-ID program gains anything
 *   PROGRAM                      the first process of the namespace
 * </pre>
 *
 * Where there are no namespaces, the process group is killed, and whoever left it is looked for by
 * a variable in its environment; {@link #warning} says so. Immutable.
 */
final class Confinement {
    /** In the environment of what runs without a namespace. */
    static final String MARK = "FAIRLEAD_RUN";

    private static final int FILES_MAX = 256;
    private static final long PROBE_SECONDS = 10;
    private static final String PATH = "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin";

    private final Tools tools;
    private final @Nullable Account account;
    private final Namespace namespace;

    /** The programs that do it. */
    private record Tools(Path setpriv, Path unshare, Path prlimit, Path env) {
        static Tools found() throws IOException {
            try {
                return new Tools(
                        Program.of("setpriv").path(),
                        Program.of("unshare").path(),
                        Program.of("prlimit").path(),
                        Program.of("env").path());
            } catch (IllegalArgumentException e) {
                throw new IOException(
                        "commands are confined by setpriv, unshare and prlimit (package"
                                + " util-linux) and env: "
                                + e.getMessage(),
                        e);
            }
        }
    }

    /** How a PID namespace can be had. */
    private enum Namespace {
        /** By root. */
        PLAIN("--pid"),
        /** By anybody, in a user namespace that maps the user to himself. */
        OF_USER("--user --map-current-user --pid"),
        /** Not at all. */
        NONE("");

        private final String options;

        Namespace(String options) {
            this.options = options;
        }
    }

    private Confinement(Tools tools, @Nullable Account account, Namespace namespace) {
        this.tools = tools;
        this.account = account;
        this.namespace = namespace;
    }

    /**
     * Finds the surest way that works here, by trying.
     *
     * @param account whom commands run as; null for the server's own user, who is not root
     * @throws IOException if a program that is needed is not there
     */
    static Confinement find(@Nullable Account account) throws IOException {
        Tools tools = Tools.found();
        List<Namespace> ways =
                account == null
                        ? List.of(Namespace.OF_USER)
                        : List.of(Namespace.PLAIN, Namespace.OF_USER);
        for (Namespace way : ways) {
            Confinement found = new Confinement(tools, account, way);
            if (found.works()) return found;
        }
        return new Confinement(tools, account, Namespace.NONE);
    }

    private boolean works() throws IOException {
        List<String> command = new ArrayList<>();
        addBefore(command);
        command.add("true");
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        try {
            if (process.waitFor(PROBE_SECONDS, TimeUnit.SECONDS)) return process.exitValue() == 0;
            process.destroyForcibly();
            return false;
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** True if nothing that a command starts can outlive it. */
    boolean isSure() {
        return namespace != Namespace.NONE;
    }

    /** True if commands run in a user namespace, in which nobody has power outside of it. */
    boolean isOfUser() {
        return namespace == Namespace.OF_USER;
    }

    /** What the one who starts the server should know; empty if there is nothing. */
    String warning() {
        if (isSure()) return "";
        return "warning: cannot make a PID namespace here (unshare --pid), so a process that leaves"
                + " its command's group is found by "
                + MARK
                + " in its environment, and not if it clears that";
    }

    /**
     * What runs {@code command}.
     *
     * @param mark for {@link #MARK}
     */
    Program program(Command command, List<String> arguments, String mark) {
        List<String> words = new ArrayList<>();
        addBefore(words);
        addLimits(words, command.limits());
        words.addAll(List.of(tools.env.toString(), "--chdir=" + command.directory(), "--"));
        addPrivileges(words, command.mayGainPrivileges());
        words.add(command.program().toString());
        words.addAll(arguments);
        Map<String, String> environment = new TreeMap<>();
        environment.put("PATH", PATH);
        environment.put("LC_ALL", "C.UTF-8");
        environment.put("HOME", "/");
        if (!isSure()) environment.put(MARK, mark);
        environment.putAll(command.environment());
        return new Program(
                Path.of(words.getFirst()), words.subList(1, words.size()), environment, null);
    }

    private void addBefore(List<String> words) {
        words.addAll(List.of(tools.setpriv.toString(), "--pdeathsig", "KILL"));
        // A user namespace is its user's own: he is changed to first.
        if (account != null && namespace == Namespace.OF_USER) words.addAll(account.options());
        words.add("--");
        if (namespace == Namespace.NONE) return;
        words.add(tools.unshare.toString());
        words.addAll(List.of(namespace.options.split(" ", -1)));
        words.addAll(List.of("--fork", "--kill-child=KILL", "--"));
    }

    private void addLimits(List<String> words, RunLimits limits) {
        words.add(tools.prlimit.toString());
        words.add("--as=" + limits.memoryBytes());
        words.add("--nproc=" + limits.processes());
        words.add("--nofile=" + FILES_MAX);
        words.add("--core=0");
        words.add("--");
    }

    private void addPrivileges(List<String> words, boolean mayGain) {
        words.add(tools.setpriv.toString());
        if (account != null && namespace != Namespace.OF_USER) {
            words.addAll(account.options());
            words.addAll(List.of("--pdeathsig", "KILL")); // forgotten when the user changes
        }
        if (!mayGain) words.add("--no-new-privs");
        words.addAll(List.of("--inh-caps=-all", "--"));
    }
}
