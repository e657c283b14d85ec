package io.fairlead.probe;

import io.fairlead.posix.Errno;
import io.fairlead.posix.process.Pidfd;
import io.fairlead.posix.process.ProcessConstants;
import io.fairlead.posix.process.Signals;
import io.fairlead.posix.process.Spawn;
import io.fairlead.posix.process.Wait;
import java.util.List;

/** Tries children: posix_spawn(3), waitpid(2), pidfd_open(2); and what Java itself must allow. */
final class ProcessProbe {
    private static final String PROGRAM = "true";

    private ProcessProbe() {}

    /** Starts true(1) and waits for it. */
    static void spawn(Trial trial) throws Refused {
        // The descriptors of the JDK have no FD_CLOEXEC; a child must not have them.
        int started = program(trial).closeFrom(0).start();
        if (started == -Errno.ENOSYS) started = program(trial).start(); // an older C library
        int pid = trial.checked("posix_spawn", started);
        try (Pidfd child = new Pidfd(trial.posix, pid)) {
            if (child.fd() >= 0) awaitEnd(trial, child, pid);
        } finally {
            reap(trial, pid);
        }
    }

    private static Spawn program(Trial trial) {
        return new Spawn(trial.posix, PROGRAM, List.of(PROGRAM), List.of());
    }

    private static void awaitEnd(Trial trial, Pidfd child, int pid) throws Refused {
        try {
            trial.awaitInput("the child " + PROGRAM, child.fd());
        } catch (Refused e) {
            new Signals(trial.posix).kill(pid, ProcessConstants.SIGKILL);
            throw e;
        }
    }

    private static void reap(Trial trial, int pid) throws Refused {
        Wait wait = new Wait(trial.posix);
        int waited;
        do {
            waited = wait.waitpid(pid, 0);
        } while (waited == -Errno.EINTR);
        trial.checked("waitpid", waited);
    }

    static void pidfd(Trial trial) throws Refused {
        try (Pidfd self = new Pidfd(trial.posix, (int) ProcessHandle.current().pid())) {
            trial.checked("pidfd_open", self.fd());
        }
    }

    /** The scheduler of a virtual thread is set where only java.lang itself may look. */
    static void javaLang(Trial trial) throws Refused {
        Module own = ProcessProbe.class.getModule();
        if (Object.class.getModule().isOpen("java.lang", own)) return;
        String name = own.isNamed() ? own.getName() : "ALL-UNNAMED";
        throw new Refused(
                "java.lang is closed to "
                        + name
                        + "; start Java with --add-opens java.base/java.lang="
                        + name);
    }
}
