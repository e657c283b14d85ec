package io.fairlead.server.descriptor;

import static io.fairlead.posix.Epoll.EPOLLIN;
import static io.fairlead.posix.process.ProcessConstants.SIGALRM;
import static io.fairlead.posix.process.ProcessConstants.SIGCHLD;
import static io.fairlead.posix.process.ProcessConstants.SIGHUP;
import static io.fairlead.posix.process.ProcessConstants.SIGINT;
import static io.fairlead.posix.process.ProcessConstants.SIGKILL;
import static io.fairlead.posix.process.ProcessConstants.SIGPIPE;
import static io.fairlead.posix.process.ProcessConstants.SIGQUIT;
import static io.fairlead.posix.process.ProcessConstants.SIGTERM;
import static io.fairlead.posix.process.ProcessConstants.SIGTSTP;
import static io.fairlead.posix.process.ProcessConstants.SIGTTIN;
import static io.fairlead.posix.process.ProcessConstants.SIGTTOU;
import static io.fairlead.posix.process.ProcessConstants.SIGUSR1;
import static io.fairlead.posix.process.ProcessConstants.SIGUSR2;
import static io.fairlead.posix.process.ProcessConstants.WNOHANG;

import io.fairlead.net.socket.NativeErrors;
import io.fairlead.posix.process.Pidfd;
import io.fairlead.posix.process.Signals;
import io.fairlead.posix.process.Spawn;
import io.fairlead.posix.process.Wait;
import java.io.IOException;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A child process, the leader of a process group of its own. Its end is an event of the reactor, at
 * which it is reaped: no zombie is left. Belongs to the reactor's thread.
 */
public final class Child {
    private final Reactor reactor;
    private final int pid;
    private final Pidfd pidfd;
    private final int slot;
    private final @Nullable LastWill will;
    private final IntConsumer onEnd;
    private boolean reaped;
    private boolean endsGroup;

    /**
     * Starts a child.
     *
     * @param spawn says what to start, and with which descriptors
     * @param will ends it with this process; null for one that does so by itself
     * @param onEnd is given the status, as {@link Wait} reads it, when the child has ended
     * @throws IOException if it cannot be started; then nothing is left of it
     */
    public Child(Reactor reactor, Spawn spawn, @Nullable LastWill will, IntConsumer onEnd)
            throws IOException {
        this.reactor = reactor;
        this.will = will;
        this.onEnd = onEnd;
        if (will != null) will.begin();
        pid = NativeErrors.check(clean(spawn).start());
        if (will != null) will.add(pid); // at once: this process may be killed at any time
        pidfd = new Pidfd(reactor.posix, pid);
        try {
            NativeErrors.check(pidfd.fd());
            slot = reactor.watch(pidfd.fd(), EPOLLIN, _ -> reap());
        } catch (IOException e) {
            signal(SIGKILL);
            if (will != null) will.remove(pid);
            new Wait(reactor.posix).waitpid(pid, 0);
            pidfd.close();
            throw e;
        }
    }

    /** As a shell would start it: no signal blocked, none ignored, and Ctrl-C is not its own. */
    private static Spawn clean(Spawn spawn) {
        return spawn.setpgroup(0)
                .sigdefault(SIGHUP, SIGINT, SIGQUIT, SIGPIPE, SIGALRM, SIGTERM, SIGCHLD)
                .sigdefault(SIGTSTP, SIGTTIN, SIGTTOU, SIGUSR1, SIGUSR2);
    }

    public int pid() {
        return pid;
    }

    /** From now on, what is left of its group when it ends is killed. */
    public void endGroup() {
        endsGroup = true;
    }

    /** Sends a signal to the child and to what it has started, unless it has left the group. */
    public void signal(int signal) {
        if (!reaped) new Signals(reactor.posix).kill(-pid, signal);
    }

    private void reap() {
        // Before it is waited for: until then, the number of the group is nobody else's.
        if (endsGroup) signal(SIGKILL);
        if (will != null) will.remove(pid);
        Wait wait = new Wait(reactor.posix);
        if (wait.waitpid(pid, WNOHANG) != pid) return;
        int status = wait.status();
        reaped = true;
        reactor.forget(slot, pidfd.fd());
        pidfd.close();
        onEnd.accept(status);
    }

    /** How a child ended, as the end of a sentence. */
    public static String words(int status) {
        if (Wait.wifexited(status)) return "ended with status " + Wait.wexitstatus(status);
        return "was killed by signal " + Wait.wtermsig(status);
    }
}
