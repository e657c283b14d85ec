package io.fairlead.server.descriptor;

import static io.fairlead.posix.FileConstants.F_SETFL;
import static io.fairlead.posix.FileConstants.O_CLOEXEC;
import static io.fairlead.posix.FileConstants.O_NONBLOCK;
import static io.fairlead.posix.FileConstants.O_WRONLY;
import static io.fairlead.posix.process.ProcessConstants.SIGKILL;
import static java.nio.charset.StandardCharsets.US_ASCII;

import io.fairlead.net.socket.NativeErrors;
import io.fairlead.posix.Descriptors;
import io.fairlead.posix.Posix;
import io.fairlead.posix.process.Signals;
import io.fairlead.posix.process.Spawn;
import io.fairlead.posix.process.Wait;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Has the process groups of children killed when this process ends, whatever ends it, SIGKILL too:
 * a small shell, begun before the first child, waits for the end of a pipe that this process alone
 * can write to, and is told which groups there are. PR_SET_PDEATHSIG, the kernel's own way, would
 * reach the children alone, and not what they have started.
 *
 * <p>Out of reach is what leaves its group (setsid(2)) or becomes another user. Belongs to one
 * thread.
 */
public final class LastWill implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("io.fairlead");
    private static final String SHELL = "/bin/sh";
    private static final String SCRIPT =
            """
            while read -r what group; do
                case $what in
                add) eval "g$group=" ;;
                remove) unset "g$group" ;;
                esac
            done
            set | while IFS== read -r name value; do
                case $name in g[0-9]*) kill -s KILL -- "-${name#g}" ;; esac
            done
            """;
    private static final String NAME = "(ends what fairlead has started, when fairlead is gone)";
    private static final int NONE = -1;

    private final Posix posix;
    private final Descriptors descriptors;
    private final ByteBuffer line = ByteBuffer.allocateDirect(64);
    private boolean begun;
    private int pid = NONE;
    private int pipe = NONE;

    public LastWill(Posix posix) {
        this.posix = posix;
        descriptors = new Descriptors(posix);
    }

    /** From now on this group does not outlive this process. */
    void add(int group) {
        write("add", group);
    }

    /** A group has ended; told before its number can be another's. */
    void remove(int group) {
        write("remove", group);
    }

    /** Called before a child is started, so that little time passes until {@link #add} is done. */
    void begin() {
        if (begun) return;
        begun = true;
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment pair = arena.allocate(ValueLayout.JAVA_INT, 2);
            NativeErrors.check(descriptors.pipe2(pair, O_CLOEXEC));
            int reading = pair.getAtIndex(ValueLayout.JAVA_INT, 0);
            pipe = pair.getAtIndex(ValueLayout.JAVA_INT, 1);
            descriptors.fcntl(pipe, F_SETFL, O_NONBLOCK);
            try {
                pid = NativeErrors.check(shell(reading).start());
            } finally {
                descriptors.close(reading);
            }
            write("begin", 0); // the first call takes milliseconds, until its classes are loaded
        } catch (IOException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "programs will live on if this process is killed: {0}: {1}",
                    SHELL,
                    e.getMessage());
        }
    }

    private Spawn shell(int reading) {
        return new Spawn(posix, SHELL, List.of("sh", "-c", SCRIPT, NAME), List.of())
                .dup2(reading, 0)
                .open(1, "/dev/null", O_WRONLY, 0)
                .dup2(1, 2)
                .closeFrom(3)
                .setsid(); // neither Ctrl-C nor the end of the terminal is for it
    }

    /** A line is short, and so is written whole or not at all. */
    private void write(String what, int group) {
        if (pid == NONE) return;
        line.clear().put((what + ' ' + group + '\n').getBytes(US_ASCII)).flip();
        descriptors.write(pipe, MemorySegment.ofBuffer(line).address(), line.remaining());
    }

    /** Ends the shell; what was added is spared, and the caller's to end. */
    @Override
    public void close() {
        if (pid != NONE) {
            new Signals(posix).kill(pid, SIGKILL);
            new Wait(posix).waitpid(pid, 0);
            pid = NONE;
        }
        if (pipe != NONE) descriptors.close(pipe);
        pipe = NONE;
    }
}
