package io.fairlead.lab.experiment.process;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.fairlead.lab.Experiment;
import io.fairlead.lab.Fd;
import io.fairlead.lab.Lab;
import io.fairlead.lab.Side;
import io.fairlead.lab.experiment.Connected;
import io.fairlead.posix.Errno;
import io.fairlead.posix.Posix;
import io.fairlead.posix.process.ProcessConstants;
import io.fairlead.posix.process.Signals;
import io.fairlead.posix.process.Wait;
import java.io.IOException;
import java.nio.file.Files;

/** Children that end: waitpid(2), SIGCHLD of signal(7), and the double fork. */
public final class Zombies implements Lab {
    private static final int SERVED = ShellChild.FIRST;

    @Override
    public String name() {
        return "zombies";
    }

    @Override
    public String summary() {
        return "children that ended: zombies, waitpid, SIGCHLD, and the double fork";
    }

    @Override
    public String expectation() {
        return "A child that ends stays as a zombie until its parent asks how it ended: it has no"
                + " memory and no descriptors left, only its number and its exit status. waitpid"
                + " fetches that and frees the number. A server that does not want to wait ignores"
                + " SIGCHLD, or forks twice, so that another process is the parent.";
    }

    @Override
    public void run(Experiment lab) throws IOException {
        Side server = lab.side("server");
        Side client = lab.side("client");
        Fd listener = server.listening("listener", 7007, 5);
        zombie(lab, client, server, listener);
        running(lab, server);
        signalled(lab, server);
        ignored(lab, server);
        doubleFork(lab, client, server, listener);
        lab.say(
                "A zombie costs a number of the process table, and there is a limit to those (the"
                        + " sysctl kernel.pid_max, ulimit -u): then fork fails with EAGAIN."
                        + " ps shows"
                        + " a zombie as Z or <defunct>. kill -9 does not end one: only its parent"
                        + " can, by waitpid or by ending itself.");
    }

    private static void zombie(Experiment lab, Side client, Side server, Fd listener)
            throws IOException {
        lab.say(
                "The server accepts a client, forks, and closes its copy of the connection. The"
                        + " child ends with exit status 7. The server does not ask for it yet.");
        Connected pair = Connected.between(client, "ada", server, "served", listener);
        try (ShellChild worker = ShellChild.start(server, "worker", pair.served())) {
            server.close(pair.served());
            worker.run("exit 7", "exit(7)", "it has ended", lab);
            lab.ask("The child has ended. Is anything left of it?");
            lab.check("the child is a zombie (state Z)", lab.await(worker::isZombie));
            lab.check(
                    "its memory is gone: no command line is left",
                    Files.readString(worker.proc("cmdline"), ISO_8859_1).isEmpty());
            lab.check(
                    "its descriptors are closed: the client got FIN",
                    0,
                    client.recv(pair.talker(), 1024));
            int kill = new Signals(new Posix()).kill(worker.pid(), 0);
            lab.check("its number is still taken", 0, server.show("kill(worker, 0)", kill));
            int result = worker.waitpid(0);
            lab.check("waitpid returns its number", worker.pid(), result);
            lab.check("and its exit status", 7, Wait.wexitstatus(worker.status()));
            lab.check("after that nothing is left of it", !Files.exists(worker.proc("stat")));
            int again = worker.waitpid(0);
            lab.checkErrno("a second waitpid finds no such child", Errno.ECHILD, again);
        }
    }

    private static void running(Experiment lab, Side server) throws IOException {
        lab.say("A server must not sleep in waitpid: WNOHANG asks and returns at once.");
        try (ShellChild worker = ShellChild.start(server, "busy")) {
            int still = worker.waitpid(ProcessConstants.WNOHANG);
            lab.check("0: the child still runs", 0, still);
            int kill = new Signals(new Posix()).kill(worker.pid(), ProcessConstants.SIGKILL);
            server.show("kill(busy, SIGKILL)", kill);
            lab.check("it was ended by a signal", worker.pid(), worker.waitpid(0));
            lab.check(
                    "the status names the signal: 9, SIGKILL",
                    ProcessConstants.SIGKILL,
                    Wait.wtermsig(worker.status()));
        }
    }

    private static void signalled(Experiment lab, Side server) throws IOException {
        lab.say(
                "How does a parent learn that it is time? The kernel sends it SIGCHLD when a child"
                        + " ends. Here the shell is the parent, with a handler for that signal.");
        try (ShellChild parent = ShellChild.start(server, "shell")) {
            parent.run("trap 'echo SIGCHLD' CHLD", "sigaction(SIGCHLD, {print SIGCHLD})", "0", lab);
            parent.run("(exit 3) &", "fork()", "a child that ends with 3", lab);
            parent.order("wait");
            String said = parent.line();
            lab.side("shell").show("printf(\"SIGCHLD\\n\")", 0, said);
            lab.check("the handler ran when the child had ended", "SIGCHLD", said);
        }
        lab.say(
                "Signals do not queue: two children that end together may cause one SIGCHLD. So a"
                        + " handler calls waitpid(-1, &status, WNOHANG) in a loop, until it returns"
                        + " 0 or ECHILD. A handler without SA_RESTART also makes accept fail with"
                        + " EINTR: see the lab interrupted.");
    }

    private static void ignored(Experiment lab, Side server) throws IOException {
        lab.say(
                "First way out: the parent ignores SIGCHLD (signal(SIGCHLD, SIG_IGN)). Then the"
                        + " kernel keeps nothing of a child that ends.");
        Signals signals = new Signals(new Posix());
        long before = signals.ignore(ProcessConstants.SIGCHLD);
        try (ShellChild worker = ShellChild.start(server.quiet(), "unwanted")) {
            server.show("signal(SIGCHLD, SIG_IGN)", before < 0 ? -Errno.EINVAL : 0);
            server.show("fork()", 0, "the process unwanted");
            worker.run("exit 7", "exit(7)", "it has ended", lab);
            boolean gone = lab.await(() -> !Files.exists(worker.proc("stat")));
            lab.check("no zombie: the process is gone by itself", gone);
            int result = worker.waitpid(0);
            server.show("waitpid(unwanted, &status, 0)", result);
            lab.checkErrno("its exit status is lost", Errno.ECHILD, result);
        } finally {
            signals.restore(ProcessConstants.SIGCHLD, before);
        }
    }

    private static void doubleFork(Experiment lab, Side client, Side server, Fd listener)
            throws IOException {
        lab.say(
                "Second way out: fork twice. The child makes a grandchild that serves the client,"
                        + " and ends at once, so that waitpid returns at once. The grandchild is an"
                        + " orphan, which process 1 adopts (or a subreaper, prctl(2)).");
        Connected pair = Connected.between(client, "bob", server, "attended", listener);
        try (ShellChild child = ShellChild.start(server, "child", pair.served())) {
            server.close(pair.served());
            child.order("{ read line; echo \"$line, bob\" >&" + SERVED + "; } <&" + SERVED + " &");
            child.order("echo $!");
            int grandchild = Integer.parseInt(child.line());
            lab.side("child").show("fork()", grandchild, "the process grandchild");
            child.run("exit 0", "exit(0)", "it has ended", lab);
            lab.check("waitpid returns at once", child.pid(), child.waitpid(0));
            boolean adopted = lab.await(() -> ProcFiles.parentOf(grandchild) != child.pid());
            int parent = ProcFiles.parentOf(grandchild);
            lab.check("the grandchild has another parent now", adopted && parent > 0);
            boolean ours = parent == ProcessHandle.current().pid();
            if (!ours) {
                int result = new Wait(new Posix()).waitpid(grandchild, ProcessConstants.WNOHANG);
                server.show("waitpid(grandchild, &status, WNOHANG)", result);
                lab.checkErrno("the server need not wait for it", Errno.ECHILD, result);
            }
            client.send(pair.talker(), "hello\n");
            lab.check("it serves the client", 11, client.recv(pair.talker(), 1024));
            lab.check("and its end ends the connection", 0, client.recv(pair.talker(), 1024));
            if (ours) new Wait(new Posix()).waitpid(grandchild, 0);
        }
    }
}
