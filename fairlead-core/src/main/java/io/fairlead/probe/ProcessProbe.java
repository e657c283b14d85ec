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
    static void spawn(ProbeResources resources) throws UnavailableException {
        // The descriptors of the JDK have no FD_CLOEXEC; a child must not have them.
        int started = program(resources).closeFrom(0).start();
        if (started == -Errno.ENOSYS) started = program(resources).start(); // an older C library
        int pid = resources.checked("posix_spawn", started);
        try (Pidfd child = new Pidfd(resources.posix, pid)) {
            if (child.fd() >= 0) awaitEnd(resources, child, pid);
        } finally {
            reap(resources, pid);
        }
    }

    private static Spawn program(ProbeResources resources) {
        return new Spawn(resources.posix, PROGRAM, List.of(PROGRAM), List.of());
    }

    private static void awaitEnd(ProbeResources resources, Pidfd child, int pid)
            throws UnavailableException {
        try {
            resources.awaitInput("the child " + PROGRAM, child.fd());
        } catch (UnavailableException e) {
            new Signals(resources.posix).kill(pid, ProcessConstants.SIGKILL);
            throw e;
        }
    }

    private static void reap(ProbeResources resources, int pid) throws UnavailableException {
        Wait wait = new Wait(resources.posix);
        int waited;
        do {
            waited = wait.waitpid(pid, 0);
        } while (waited == -Errno.EINTR);
        resources.checked("waitpid", waited);
    }

    static void pidfd(ProbeResources resources) throws UnavailableException {
        try (Pidfd self = new Pidfd(resources.posix, (int) ProcessHandle.current().pid())) {
            resources.checked("pidfd_open", self.fd());
        }
    }

    /** The scheduler of a virtual thread is set where only java.lang itself may look. */
    static void javaLang(ProbeResources resources) throws UnavailableException {
        Module own = ProcessProbe.class.getModule();
        if (Object.class.getModule().isOpen("java.lang", own)) return;
        String name = own.isNamed() ? own.getName() : "ALL-UNNAMED";
        throw new UnavailableException(
                "java.lang is closed to "
                        + name
                        + "; start Java with --add-opens java.base/java.lang="
                        + name);
    }
}
