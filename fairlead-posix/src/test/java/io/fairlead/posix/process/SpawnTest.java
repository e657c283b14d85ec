package io.fairlead.posix.process;

import static io.fairlead.posix.Native.ok;
import static io.fairlead.posix.SocketConstants.SHUT_WR;
import static io.fairlead.posix.SocketConstants.SOCK_STREAM;
import static io.fairlead.posix.process.ProcessConstants.SIGKILL;
import static io.fairlead.posix.process.ProcessConstants.SIGPIPE;
import static io.fairlead.posix.process.ProcessConstants.SIGTERM;
import static io.fairlead.posix.process.ProcessConstants.WNOHANG;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fairlead.posix.Epoll;
import io.fairlead.posix.Errno;
import io.fairlead.posix.FileConstants;
import io.fairlead.posix.Native;
import io.fairlead.posix.OpenDescriptors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OpenDescriptors.class)
class SpawnTest {
    private final Native c = new Native();
    private final Wait wait = new Wait(c.posix);
    private final Signals signals = new Signals(c.posix);
    private final int[] pair = c.pair(SOCK_STREAM);

    @AfterEach
    void close() {
        c.close();
    }

    /** Starts a program that talks over one end of the pair. */
    private int start(String program, String... more) {
        return ok(prepared(program, more).start());
    }

    private Spawn prepared(String program, String... more) {
        List<String> arguments = Stream.concat(Stream.of(program), Stream.of(more)).toList();
        return new Spawn(c.posix, program, arguments, List.of("PATH=/usr/bin:/bin", "GREETING=hi"))
                .dup2(pair[1], 0)
                .dup2(pair[1], 1)
                .closeFrom(3)
                .sigdefault(SIGPIPE);
    }

    /** Waits for the end of a child, and returns the status. */
    private int reaped(int pid) {
        assertThat(wait.waitpid(pid, 0)).isEqualTo(pid);
        int status = wait.status();
        assertThat(wait.waitpid(pid, WNOHANG)).as("reaped once").isEqualTo(-Errno.ECHILD);
        return status;
    }

    /** All that the child writes until it closes the socket. */
    private String output() {
        c.close(pair[1]);
        StringBuilder text = new StringBuilder();
        for (String part = c.recv(pair[0]); !part.isEmpty(); part = c.recv(pair[0])) {
            text.append(part);
        }
        return text.toString();
    }

    @Test
    void catTalksOverASocket() {
        int pid = start("/bin/cat");
        assertThat(wait.waitpid(pid, WNOHANG)).as("it runs").isZero();
        c.send(pair[0], "there and back");
        assertThat(c.recv(pair[0])).isEqualTo("there and back");
        ok(c.sockets.shutdown(pair[0], SHUT_WR));
        assertThat(output()).isEmpty();
        int status = reaped(pid);
        assertThat(Wait.wifexited(status)).isTrue();
        assertThat(Wait.wexitstatus(status)).isZero();
    }

    @Test
    void theEnvironmentAndTheStatusArriveWhole() {
        int pid = start("sh", "-c", "echo \"$GREETING, $1\"; exit 7", "sh", "fünf");
        assertThat(output()).isEqualTo("hi, fünf\n");
        assertThat(Wait.wexitstatus(reaped(pid))).isEqualTo(7);
    }

    @Test
    void nothingElseIsInherited() {
        int[] inherited = c.pair(SOCK_STREAM);
        ok(c.descriptors.fcntl(inherited[0], FileConstants.F_SETFD, 0));
        int pid = start("/bin/ls", "-1", "/proc/self/fd");
        // 3 is the folder that ls reads.
        assertThat(output().lines()).isSubsetOf("0", "1", "2", "3");
        assertThat(Wait.wexitstatus(reaped(pid))).isZero();
    }

    @Test
    void sessionsGroupsAndSignals() throws IOException {
        int leader = ok(prepared("/bin/cat").setsid().start());
        // After the name in parentheses: state, ppid, pgrp, session.
        assertThat(stat(leader)).containsSequence(String.valueOf(leader), String.valueOf(leader));
        int member = ok(prepared("/bin/cat").setpgroup(0).start());
        assertThat(stat(member).get(2)).isEqualTo(String.valueOf(member));
        String blocked = statusLine(member, "SigBlk:");
        assertThat(blocked).matches("0+");
        assertThat(Long.parseLong(statusLine(member, "SigIgn:"), 16) & (1L << (SIGPIPE - 1)))
                .isZero();
        for (int pid : new int[] {leader, member}) {
            ok(signals.kill(-pid, SIGKILL));
            assertThat(Wait.wtermsig(reaped(pid))).isEqualTo(SIGKILL);
        }
    }

    private static List<String> stat(int pid) throws IOException {
        String line = Files.readString(Path.of("/proc/" + pid + "/stat"), UTF_8);
        return List.of(line.substring(line.lastIndexOf(')') + 2).strip().split(" ", -1));
    }

    private static String statusLine(int pid, String key) throws IOException {
        return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
                .filter(line -> line.startsWith(key))
                .map(line -> line.substring(key.length()).strip())
                .findFirst()
                .orElseThrow();
    }

    @Test
    void failuresAreErrnosAndLeaveNoChild() {
        assertThat(prepared("/no/such/program").start()).isEqualTo(-Errno.ENOENT);
        assertThat(prepared("/etc/passwd").start()).isEqualTo(-Errno.EACCES);
        assertThat(prepared("/bin/cat").dup2(-1, 0).start()).isEqualTo(-Errno.EBADF);
        assertThat(prepared("/bin/cat").sigdefault(9999).start()).isEqualTo(-Errno.EINVAL);
        assertThatThrownBy(() -> prepared("/bin/echo", "a\0b"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aPidfdTellsTheEndAndSendsSignals() {
        int pid = start("/bin/cat");
        try (Pidfd process = new Pidfd(c.posix, pid);
                Epoll epoll = new Epoll(c.posix, 4)) {
            ok(process.fd());
            ok(epoll.epollCtl(Epoll.EPOLL_CTL_ADD, process.fd(), Epoll.EPOLLIN, 1));
            assertThat(epoll.epollWait(0)).isZero();
            ok(process.pidfdSendSignal(SIGTERM));
            assertThat(epoll.epollWait(-1)).isOne();
            int status = reaped(pid);
            assertThat(Wait.wifexited(status)).isFalse();
            assertThat(Wait.wifsignaled(status)).isTrue();
            assertThat(Wait.wtermsig(status)).isEqualTo(SIGTERM);
            assertThat(process.pidfdSendSignal(SIGTERM)).isEqualTo(-Errno.ESRCH);
        }
        try (Pidfd nobody = new Pidfd(c.posix, pid)) {
            assertThat(nobody.fd()).isEqualTo(-Errno.ESRCH);
        }
        assertThat(signals.kill(pid, 0)).isEqualTo(-Errno.ESRCH);
    }

    @Test
    void limitsAreReadAndSet() {
        Rlimits limits = new Rlimits(c.posix);
        ok(limits.getrlimit(ProcessConstants.RLIMIT_NOFILE));
        long current = limits.current();
        long max = limits.max();
        assertThat(current).isPositive();
        ok(limits.setrlimit(ProcessConstants.RLIMIT_NOFILE, current - 1, max));
        ok(limits.getrlimit(ProcessConstants.RLIMIT_NOFILE));
        assertThat(limits.current()).isEqualTo(current - 1);
        ok(limits.setrlimit(ProcessConstants.RLIMIT_NOFILE, current, max));
        assertThat(limits.getrlimit(9999)).isEqualTo(-Errno.EINVAL);
    }
}
