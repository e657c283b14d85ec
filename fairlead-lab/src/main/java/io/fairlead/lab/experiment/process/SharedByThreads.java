package io.fairlead.lab.experiment.process;

import io.fairlead.lab.Experiment;
import io.fairlead.lab.Fd;
import io.fairlead.lab.Lab;
import io.fairlead.lab.Side;
import io.fairlead.lab.experiment.Blocked;
import io.fairlead.lab.experiment.Connected;
import io.fairlead.posix.Errno;
import io.fairlead.posix.SocketConstants;
import io.fairlead.stat.SocketState;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Objects;

/** One table of descriptors for all threads of a process: close(2), pthreads(7). */
public final class SharedByThreads implements Lab {
    @Override
    public String name() {
        return "threads-share";
    }

    @Override
    public String summary() {
        return "threads share descriptors: a thread that closes one closes it for all";
    }

    @Override
    public String expectation() {
        return "A child process has copies of the descriptors, a thread does not: all threads use"
                + " one table. A thread that closes the listener, which is right in a child"
                + " process, stops the whole server. A close does not wake a thread that waits in"
                + " recv; shutdown does. And a number that was closed soon means another client.";
    }

    @Override
    public void run(Experiment lab) throws IOException {
        Side server = lab.side("server");
        Side client = lab.side("client");
        Fd listener = server.listening("listener", 7007, 5);
        if (Blocked.isVisible()) {
            closedWhileWaiting(lab, client, server, listener);
            shutDownWhileWaiting(lab, client, server, listener);
        } else {
            lab.unseen("close and shutdown while a thread waits, without /proc");
        }
        reusedNumber(lab, client, server, listener);
        listenerClosed(lab, client, server, listener);
        lab.say(
                "So each descriptor has one owner, who alone closes it, once. To stop a thread that"
                        + " waits: shutdown first, let the thread end, then close.");
    }

    /** Does something in a thread of its own, and waits until it is done. */
    private static void inThread(Runnable work) throws IOException {
        Thread thread = Thread.ofPlatform().name("lab").start(work);
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while a thread of the lab worked");
        }
    }

    private static void listenerClosed(Experiment lab, Side client, Side server, Fd listener)
            throws IOException {
        lab.say(
                "The server accepts a client and gives it to a thread. The thread closes the"
                        + " listener, as a child process has to.");
        Connected pair = Connected.between(client, "ada", server, "served", listener);
        lab.ask("A child process has to close its listener. What if a thread does so?");
        inThread(() -> lab.side("thread").close(listener));
        Fd next = server.accept(listener, "next");
        lab.checkErrno("the server's next accept fails", Errno.EBADF, next.number());
        lab.checkState("nobody listens any more", SocketState.CLOSED, listener);
        Fd late = client.socket("late");
        int refused = client.connect(late, Objects.requireNonNull(listener.local()));
        lab.checkErrno("the next client is refused", Errno.ECONNREFUSED, refused);
        lab.check("the first client is still served", 3, server.send(pair.served(), "hi\n"));
        server.close(pair.served());
        lab.say("So a thread closes neither the listener nor what another thread uses.");
    }

    private static void closedWhileWaiting(Experiment lab, Side client, Side server, Fd listener)
            throws IOException {
        lab.say(
                "The server's thread waits in recv, and another thread closes the descriptor. (A"
                        + " call is shown when it returns.)");
        Connected pair = Connected.between(client, "bob", server, "closed", listener);
        lab.checkPackets("the connection is up", "client SYN", "server SYN ACK", "client ACK");
        try (Blocked blocked = Blocked.in(lab, server, pair.served())) {
            lab.side("thread").close(pair.served());
            lab.check("recv goes on waiting: close does not wake it", blocked.isAsleep());
            lab.checkPackets("no FIN goes: the call that waits holds the socket");
            client.send(pair.talker(), "Hello");
            lab.check("recv even returns what comes", "Hello", blocked.result().text());
        }
        lab.checkPacket("and then FIN goes, as nobody holds it any more", "server FIN ACK");
        lab.check("the client is told of the end", 0, client.recv(pair.talker(), 64));
        lab.checkErrno(
                "the next recv fails: the number is free",
                Errno.EBADF,
                server.recv(pair.served(), 64));
        lab.ladder(pair.talker());
    }

    private static void shutDownWhileWaiting(Experiment lab, Side client, Side server, Fd listener)
            throws IOException {
        lab.say("The same with shutdown, which acts on the socket and not on the descriptor.");
        Connected pair = Connected.between(client, "eve", server, "shut", listener);
        try (Blocked blocked = Blocked.in(lab, server, pair.served())) {
            Side thread = lab.side("thread");
            int how = SocketConstants.SHUT_RDWR;
            int result = thread.sockets().shutdown(pair.served().number(), how);
            thread.show("shutdown(%s, SHUT_RDWR)".formatted(pair.served()), result);
            lab.check("recv returns at once, with the end", 0, blocked.result().result());
        }
        server.close(pair.served());
    }

    private static void reusedNumber(Experiment lab, Side client, Side server, Fd listener)
            throws IOException {
        lab.say(
                "A thread remembers the number of a client's socket. The server closes that socket,"
                        + " and accepts the next client: the kernel gives the lowest number that is"
                        + " free, which is the one that the thread remembers.");
        Connected first = Connected.between(client, "first", server, "remembered", listener);
        Fd second = client.socket("second");
        client.connect(second, listener);
        server.close(first.served());
        Fd other = server.accept(listener, "other");
        lab.check("it has the same number", first.served().number(), other.number());
        lab.side("thread").send(first.served(), "for the first client alone\n");
        lab.check("the first client gets nothing", 0, client.recv(first.talker(), 64));
        lab.check("the second gets what was not meant for it", 27, client.recv(second, 64));
        lab.say("No call failed. Only the clients could notice.");
    }
}
