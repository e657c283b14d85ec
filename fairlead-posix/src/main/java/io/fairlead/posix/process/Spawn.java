package io.fairlead.posix.process;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import io.fairlead.posix.Errno;
import io.fairlead.posix.FileConstants;
import io.fairlead.posix.Posix;
import io.fairlead.posix.libc.Libc;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.List;

/**
 * Starts a program as a child, with descriptors of one's choice: posix_spawn(3). Serves one thread
 * at a time; may be started again and again.
 *
 * <p>The child begins with no signal blocked. It inherits each descriptor without FD_CLOEXEC, and
 * the JDK's sockets and channels are such: say {@link #closeFrom}. Whoever starts must wait for the
 * child's end ({@link Wait}), or it stays as a zombie.
 */
public final class Spawn {
    /** More than sizeof(posix_spawn_file_actions_t) and sizeof(posix_spawnattr_t) anywhere. */
    static final int OPAQUE_BYTES = 512;

    static final int SIGSET_BYTES = 128;

    private static final MethodHandle SPAWN =
            Libc.call(
                    "posix_spawnp", JAVA_INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS);
    private static final MethodHandle ACTIONS_INIT = of("posix_spawn_file_actions_init");
    private static final MethodHandle ACTIONS_DESTROY = of("posix_spawn_file_actions_destroy");
    private static final MethodHandle ADDDUP2 =
            Libc.call("posix_spawn_file_actions_adddup2", JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT);
    private static final MethodHandle ADDCLOSE =
            Libc.call("posix_spawn_file_actions_addclose", JAVA_INT, ADDRESS, JAVA_INT);
    private static final MethodHandle ADDOPEN =
            Libc.call(
                    "posix_spawn_file_actions_addopen",
                    JAVA_INT,
                    ADDRESS,
                    JAVA_INT,
                    ADDRESS,
                    JAVA_INT,
                    JAVA_INT);
    private static final MethodHandle ADDCLOSEFROM =
            Libc.call("posix_spawn_file_actions_addclosefrom_np", JAVA_INT, ADDRESS, JAVA_INT);
    private static final MethodHandle ATTR_INIT = of("posix_spawnattr_init");
    private static final MethodHandle ATTR_DESTROY = of("posix_spawnattr_destroy");
    private static final MethodHandle SETFLAGS =
            Libc.call("posix_spawnattr_setflags", JAVA_INT, ADDRESS, JAVA_SHORT);
    private static final MethodHandle SETPGROUP =
            Libc.call("posix_spawnattr_setpgroup", JAVA_INT, ADDRESS, JAVA_INT);
    private static final MethodHandle SETSIGDEFAULT =
            Libc.call("posix_spawnattr_setsigdefault", JAVA_INT, ADDRESS, ADDRESS);
    private static final MethodHandle SETSIGMASK =
            Libc.call("posix_spawnattr_setsigmask", JAVA_INT, ADDRESS, ADDRESS);
    private static final MethodHandle SIGEMPTYSET = of("sigemptyset");
    private static final MethodHandle SIGADDSET =
            Libc.call("sigaddset", JAVA_INT, ADDRESS, JAVA_INT);

    private static MethodHandle of(String name) {
        return Libc.call(name, JAVA_INT, ADDRESS);
    }

    /** A step that the child makes before it becomes the program. */
    private sealed interface Action {
        record Dup2(int fd, int target) implements Action {}

        record Close(int fd) implements Action {}

        record CloseFrom(int lowest) implements Action {}

        record Open(int target, String path, int flags, int mode) implements Action {}
    }

    private final Posix posix;
    private final String path;
    private final List<String> arguments;
    private final List<String> environment;
    private final List<Action> actions = new ArrayList<>();
    private final List<Integer> defaults = new ArrayList<>();
    private int flags = ProcessConstants.POSIX_SPAWN_SETSIGMASK;
    private int group;

    /**
     * What to start.
     *
     * @param path of the program; without a slash it is looked for on the PATH of this process
     * @param arguments the first is the program's name for itself
     * @param environment in the form NAME=value
     * @throws IllegalArgumentException when a text holds a NUL, at which C would end it
     */
    public Spawn(Posix posix, String path, List<String> arguments, List<String> environment) {
        checkTexts(List.of(path));
        checkTexts(arguments);
        checkTexts(environment);
        this.posix = posix;
        this.path = path;
        this.arguments = List.copyOf(arguments);
        this.environment = List.copyOf(environment);
    }

    private static void checkTexts(List<String> texts) {
        if (texts.stream().anyMatch(text -> text.indexOf(0) >= 0)) {
            throw new IllegalArgumentException("a NUL in an argument or in the environment");
        }
    }

    /** In the child, dup2(2): {@code target} becomes what {@code fd} is; the two may be equal. */
    public Spawn dup2(int fd, int target) {
        actions.add(new Action.Dup2(fd, target));
        return this;
    }

    /** In the child, after the actions that stand before it, close(2). */
    public Spawn close(int fd) {
        actions.add(new Action.Close(fd));
        return this;
    }

    /**
     * In the child, open(2): {@code target} becomes the file.
     *
     * @param openFlags such as O_RDONLY; see {@link FileConstants}
     * @param mode of a file that is made, such as 0600
     * @throws IllegalArgumentException when the path holds a NUL
     */
    public Spawn open(int target, String file, int openFlags, int mode) {
        checkTexts(List.of(file));
        actions.add(new Action.Open(target, file, openFlags, mode));
        return this;
    }

    /**
     * In the child, after the actions that stand before it, closes all descriptors from {@code
     * lowest} on. Where the C library cannot (musl, glibc before 2.34) the start fails: ENOSYS.
     */
    public Spawn closeFrom(int lowest) {
        actions.add(new Action.CloseFrom(lowest));
        return this;
    }

    /** The child leads a session of its own, and a process group, without a terminal: setsid(2). */
    public Spawn setsid() {
        flags |= ProcessConstants.POSIX_SPAWN_SETSID;
        return this;
    }

    /** The child joins a process group, or leads its own (0): setpgid(2). */
    public Spawn setpgroup(int processGroup) {
        flags |= ProcessConstants.POSIX_SPAWN_SETPGROUP;
        group = processGroup;
        return this;
    }

    /** The child does not ignore these signals, though this process may. */
    public Spawn sigdefault(int... signals) {
        flags |= ProcessConstants.POSIX_SPAWN_SETSIGDEF;
        for (int signal : signals) {
            defaults.add(signal);
        }
        return this;
    }

    /** posix_spawn(3): the child's pid, or {@code -errno}, that of the failed exec too. */
    public int start() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment fileActions = arena.allocate(OPAQUE_BYTES, Long.BYTES);
            MemorySegment attributes = arena.allocate(OPAQUE_BYTES, Long.BYTES);
            check((int) ACTIONS_INIT.invokeExact(posix.errno, fileActions));
            check((int) ATTR_INIT.invokeExact(posix.errno, attributes));
            try {
                addActions(arena, fileActions);
                setAttributes(arena, attributes);
                return spawn(arena, fileActions, attributes);
            } finally {
                check((int) ACTIONS_DESTROY.invokeExact(posix.errno, fileActions));
                check((int) ATTR_DESTROY.invokeExact(posix.errno, attributes));
            }
        } catch (Refused e) {
            return -e.errno;
        } catch (Throwable t) {
            throw Libc.broken(t);
        }
    }

    private int spawn(Arena arena, MemorySegment fileActions, MemorySegment attributes)
            throws Throwable {
        MemorySegment pid = arena.allocate(JAVA_INT);
        MemorySegment file = arena.allocateFrom(path);
        MemorySegment argv = strings(arena, arguments);
        MemorySegment envp = strings(arena, environment);
        check((int) SPAWN.invokeExact(posix.errno, pid, file, fileActions, attributes, argv, envp));
        return pid.get(JAVA_INT, 0);
    }

    private void addActions(Arena arena, MemorySegment list) throws Throwable {
        for (Action action : actions) {
            switch (action) {
                case Action.Dup2(int fd, int target) ->
                        check((int) ADDDUP2.invokeExact(posix.errno, list, fd, target));
                case Action.Close(int fd) ->
                        check((int) ADDCLOSE.invokeExact(posix.errno, list, fd));
                case Action.CloseFrom(int lowest) ->
                        check((int) ADDCLOSEFROM.invokeExact(posix.errno, list, lowest));
                case Action.Open open -> addOpen(arena, list, open);
            }
        }
    }

    private void addOpen(Arena arena, MemorySegment list, Action.Open open) throws Throwable {
        MemorySegment file = arena.allocateFrom(open.path);
        check(
                (int)
                        ADDOPEN.invokeExact(
                                posix.errno, list, open.target, file, open.flags, open.mode));
    }

    private void setAttributes(Arena arena, MemorySegment attributes) throws Throwable {
        MemorySegment signals = arena.allocate(SIGSET_BYTES, Long.BYTES);
        check((int) SIGEMPTYSET.invokeExact(posix.errno, signals));
        check((int) SETSIGMASK.invokeExact(posix.errno, attributes, signals));
        for (int signal : defaults) {
            check((int) SIGADDSET.invokeExact(posix.errno, signals, signal));
        }
        check((int) SETSIGDEFAULT.invokeExact(posix.errno, attributes, signals));
        check((int) SETPGROUP.invokeExact(posix.errno, attributes, group));
        check((int) SETFLAGS.invokeExact(posix.errno, attributes, (short) flags));
    }

    /** An array of pointers to C strings, ended by a null pointer. */
    private static MemorySegment strings(Arena arena, List<String> texts) {
        MemorySegment array = arena.allocate(ADDRESS, texts.size() + 1L);
        for (int i = 0; i < texts.size(); i++) {
            array.setAtIndex(ADDRESS, i, arena.allocateFrom(texts.get(i)));
        }
        return array;
    }

    /** These functions return an errno, or -1 and leave it where the others do. */
    private void check(int result) throws Refused {
        if (result != 0) {
            throw new Refused(result > 0 ? result : -posix.result(result));
        }
    }

    /** Carries an errno out of {@link #start}. */
    private static final class Refused extends Exception {
        private static final long serialVersionUID = 1;
        private final int errno;

        Refused(int errno) {
            super(Errno.name(errno), null, false, false);
            this.errno = errno;
        }
    }
}
