package io.fairlead.lab.experiment.process;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.fairlead.lab.Experiment;
import io.fairlead.lab.Fd;
import io.fairlead.lab.Side;
import io.fairlead.posix.Descriptors;
import io.fairlead.posix.Errno;
import io.fairlead.posix.FileConstants;
import io.fairlead.posix.Poll;
import io.fairlead.posix.Posix;
import io.fairlead.posix.process.ProcessConstants;
import io.fairlead.posix.process.Signals;
import io.fairlead.posix.process.Spawn;
import io.fairlead.posix.process.Wait;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A child process that holds sockets of the lab, as one made by fork(2) does: the shell, which does
 * what it is told. A Java process has many threads and cannot fork by itself; posix_spawn(3) is
 * fork and exec in one call. For the lab's thread; {@link #close} ends the child, however the lab
 * went.
 */
final class ShellChild implements AutoCloseable {
    /** The first descriptor that is not standard input, output or error. */
    static final int FIRST = 3;

    private static final int ASIDE = 500; // where no descriptor of the child's choice is
    private static final int PATIENCE_MS = 10_000;
    private static final int LINE_BYTES = 256;

    private final Side parent;
    private final String name;
    private final Posix posix = new Posix();
    private final Descriptors descriptors = new Descriptors(posix);
    private final Wait wait = new Wait(posix);
    private int orders = -1;
    private int answers = -1;
    private int pid = -1;
    private boolean reaped;

    private ShellChild(Side parent, String name) {
        this.parent = parent;
        this.name = name;
    }

    /**
     * Starts a child that has these sockets as descriptors 3, 4 ..., and no others.
     *
     * @throws IOException if none can be started
     */
    static ShellChild start(Side parent, String name, Fd... held) throws IOException {
        ShellChild child = new ShellChild(parent, name);
        int pid = child.spawn(held, true);
        if (pid == -Errno.ENOSYS) pid = child.spawn(held, false); // a C library without closefrom
        String what =
                List.of(held).stream().map(fd -> " with " + fd).collect(Collectors.joining(" and"));
        parent.show("fork()", pid, "the process " + name + (what.isEmpty() ? "" : "," + what));
        if (pid < 0) throw new IOException(Errno.describe("posix_spawn(sh)", -pid));
        child.pid = pid;
        return child;
    }

    /**
     * Starts a program that has what this process lets it inherit.
     *
     * @throws IOException if it cannot be started
     */
    static ShellChild execute(Side parent, String name) throws IOException {
        ShellChild child = new ShellChild(parent, name);
        int pid = child.spawn(new Fd[0], false);
        parent.show("fork(), execve(\"/bin/sh\")", pid, "the process " + name);
        if (pid < 0) throw new IOException(Errno.describe("posix_spawn(sh)", -pid));
        child.pid = pid;
        return child;
    }

    private int spawn(Fd[] held, boolean closesOthers) throws IOException {
        close();
        int[] in = pipe();
        orders = in[1];
        int[] out = pipe();
        answers = out[0];
        Spawn spawn = new Spawn(posix, "sh", List.of("sh"), environment());
        for (int i = 0; i < held.length; i++) spawn.dup2(held[i].number(), ASIDE + i);
        spawn.dup2(in[0], 0).dup2(out[1], 1);
        for (int i = 0; i < held.length; i++) spawn.dup2(ASIDE + i, FIRST + i);
        for (int i = 0; i < held.length; i++) spawn.close(ASIDE + i);
        if (closesOthers) spawn.closeFrom(FIRST + held.length);
        int result = spawn.sigdefault(ProcessConstants.SIGPIPE).start();
        descriptors.close(in[0]);
        descriptors.close(out[1]);
        return result;
    }

    private static List<String> environment() {
        return List.of("PATH=" + System.getenv().getOrDefault("PATH", "/usr/bin:/bin"), "LC_ALL=C");
    }

    private int[] pipe() throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment pair = arena.allocate(ValueLayout.JAVA_INT, 2);
            int result = descriptors.pipe2(pair, FileConstants.O_CLOEXEC);
            if (result < 0) throw new IOException(Errno.describe("pipe2", -result));
            return pair.toArray(ValueLayout.JAVA_INT);
        }
    }

    int pid() {
        return pid;
    }

    /**
     * The child runs a command of the shell.
     *
     * @param call what it does, as in C
     * @param result what came of it
     */
    void run(String command, String call, String result, Experiment lab) {
        order(command);
        lab.side(name).show(call, 0, result);
    }

    /** The child runs a command of the shell, which is not shown. */
    void order(String command) {
        byte[] bytes = (command + "\n").getBytes(UTF_8);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = arena.allocateFrom(ValueLayout.JAVA_BYTE, bytes);
            descriptors.write(orders, memory.address(), bytes.length);
        }
    }

    /** The child closes one of the sockets that it has; waits until it has done so. */
    void closes(Experiment lab, int descriptor, Fd what) throws IOException {
        order(String.format(Locale.ROOT, "exec %d>&-", descriptor));
        boolean closed = lab.await(() -> !holds(descriptor));
        lab.side(name).show("close(%s)".formatted(what), closed ? 0 : -Errno.EBUSY);
    }

    /** What a descriptor of the child is, proc_pid_fd(5); empty if it has none of that number. */
    String target(int descriptor) {
        try {
            Path link = proc("fd").resolve(Integer.toString(descriptor));
            return Files.readSymbolicLink(link).toString();
        } catch (IOException e) {
            return "";
        }
    }

    boolean holds(int descriptor) {
        Path link = proc("fd").resolve(Integer.toString(descriptor));
        return Files.exists(link, LinkOption.NOFOLLOW_LINKS);
    }

    /** A file about this process, proc(5). */
    Path proc(String file) {
        return ProcFiles.proc(pid, file);
    }

    /** The next line that the child wrote to its standard output; without its end. */
    String line() {
        StringBuilder line = new StringBuilder();
        Poll poll = new Poll(posix);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = arena.allocate(1);
            while (line.length() < LINE_BYTES) {
                if (poll.poll(answers, Poll.POLLIN, PATIENCE_MS) <= 0) break;
                if (descriptors.read(answers, memory.address(), 1) <= 0) break;
                char next = (char) memory.get(ValueLayout.JAVA_BYTE, 0);
                if (next == '\n') break;
                line.append(next);
            }
        }
        return line.toString();
    }

    /** waitpid(2): the child's end, in words; or {@code -errno}. */
    int waitpid(int options) {
        int result = wait.waitpid(pid, options);
        if (result == pid) reaped = true;
        String flags = options == ProcessConstants.WNOHANG ? "WNOHANG" : "0";
        String call = "waitpid(%s, &status, %s)".formatted(name, flags);
        parent.show(call, result, result == 0 ? "0 (it still runs)" : name + ", " + end());
        return result;
    }

    private String end() {
        int status = wait.status();
        return Wait.wifexited(status)
                ? "WEXITSTATUS(status) = " + Wait.wexitstatus(status)
                : "WTERMSIG(status) = " + Wait.wtermsig(status);
    }

    /** What the last {@link #waitpid} told of the child's end. */
    int status() {
        return wait.status();
    }

    /** Whether the kernel has ended it, and keeps what is left for its parent. */
    boolean isZombie() {
        try {
            String stat = Files.readString(proc("stat"), ISO_8859_1);
            return stat.startsWith("Z", stat.lastIndexOf(')') + 2);
        } catch (IOException e) {
            return false;
        }
    }

    /** Ends it, if that has not happened. */
    @Override
    public void close() {
        if (pid > 0 && !reaped) {
            new Signals(posix).kill(pid, ProcessConstants.SIGKILL);
            wait.waitpid(pid, 0);
            reaped = true;
        }
        if (orders >= 0) descriptors.close(orders);
        if (answers >= 0) descriptors.close(answers);
        orders = -1;
        answers = -1;
    }
}
