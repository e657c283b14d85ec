package io.fairlead.lab.experiment.waiting;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.fairlead.lab.Experiment;
import io.fairlead.lab.Fd;
import io.fairlead.lab.Lab;
import io.fairlead.lab.LabParameter;
import io.fairlead.lab.Nonblocking;
import io.fairlead.lab.Part;
import io.fairlead.lab.Side;
import io.fairlead.lab.experiment.Connected;
import io.fairlead.lab.experiment.Transfer;
import io.fairlead.posix.Errno;
import io.fairlead.posix.Poll;
import io.fairlead.posix.SocketConstants;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** A loop that asks again and again instead of waiting: accept(2), recv(2), poll(2). */
public final class BusyPolling implements Lab {
    private static final LabParameter ROUNDS = new LabParameter("rounds", 10_000, 10_000, 200_000);
    private static final int WAIT_MS = 200;
    private static final int CHEAPER = 5;
    private static final double NS_PER_10_MS = 1e7;

    /** The first number in it is the time that this thread had a processor, in nanoseconds. */
    private static final Path SCHEDSTAT = Path.of("/proc/thread-self/schedstat");

    @Override
    public String name() {
        return "polling";
    }

    @Override
    public String summary() {
        return "busy polling: EAGAIN from accept and recv, and the processor that it costs";
    }

    @Override
    public String expectation() {
        return "One thread serves many clients without waiting for any: it calls accept and recv in"
                + " a loop, and each returns EAGAIN as long as nothing comes. That works, and takes"
                + " a whole processor while nothing happens. poll asks the kernel once, and sleeps"
                + " until something is there.";
    }

    @Override
    public List<LabParameter> parameters() {
        return List.of(ROUNDS);
    }

    @Override
    public void run(Experiment lab) throws IOException {
        Side server = lab.side("server");
        Side client = lab.side("client");
        Fd listener = server.listening("listener", 7007, 5);
        Nonblocking calls = new Nonblocking(server);
        calls.setNonblocking(listener);
        Fd talker = client.socket("talker");
        client.connect(talker, listener);
        lab.await(() -> calls.isReady(listener, Poll.POLLIN));
        Fd served = server.accept(listener, "served");
        calls.setNonblocking(served);
        compare(lab, server, listener, new Connected(talker, served));
        serve(lab, client, server, listener, new Connected(talker, served));
        lab.say(
                "Fairlead has this loop as a model, to be compared with the others: `fairlead serve"
                        + " echo --model polling`; --model epoll waits. A loop that spins is right"
                        + " where a thread has a processor of its own and microseconds count. A"
                        + " sleep in the loop saves the processor, and makes each answer late.");
    }

    private static void compare(Experiment lab, Side server, Fd listener, Connected pair)
            throws IOException {
        lab.ask("Nobody connects and nobody sends. What does a loop of accept and recv cost?");
        int rounds = lab.number(ROUNDS);
        lab.say(
                String.format(
                        Locale.ROOT,
                        "The loop, %,d times round. The client is idle, and nobody else comes.",
                        rounds));
        long before = processorNs();
        Tally spun = spin(server, listener, pair.served(), rounds);
        long spinning = processorNs() - before;
        show(server, "accept(listener)", spun.accepts, rounds);
        show(server, "recv(served, buffer, 64, 0)", spun.receives, rounds);
        lab.check("each accept returned EAGAIN", rounds, spun.accepts);
        lab.check("each recv returned EAGAIN", rounds, spun.receives);
        lab.say("The same wait by poll, which sleeps until something comes or the time is over.");
        before = processorNs();
        int ready = new Nonblocking(server).poll(pair.served(), Poll.POLLIN, WAIT_MS);
        long waiting = processorNs() - before;
        lab.check("poll asked once, and nothing came", 0, ready);
        if (before == 0) {
            lab.unseen("what each takes of the processor, without /proc/thread-self/schedstat");
            return;
        }
        lab.add(
                new Part.Table(
                        List.of("way", "calls", "takes"),
                        List.of(
                                List.of("busy polling", calls(2 * rounds), ms(spinning)),
                                List.of("poll", "1", ms(waiting)))));
        lab.check("waiting costs the processor less than asking", waiting * CHEAPER < spinning);
    }

    private record Tally(int accepts, int receives) {}

    private static Tally spin(Side server, Fd listener, Fd served, int rounds) {
        int accepts = 0;
        int receives = 0;
        int cloexec = SocketConstants.SOCK_CLOEXEC;
        for (int i = 0; i < rounds; i++) {
            int accepted = server.sockets().accept4(listener.number(), cloexec);
            if (accepted == -Errno.EAGAIN) accepts++;
            int received = Transfer.recvUnshown(server, served, 64, 0).result();
            if (received == -Errno.EAGAIN) receives++;
        }
        return new Tally(accepts, receives);
    }

    private static void show(Side server, String call, int count, int rounds) {
        String each = count == rounds ? "-1 EAGAIN each time" : count + " times -1 EAGAIN";
        server.show(call + ", " + calls(rounds) + " times", 0, each);
    }

    private static String calls(int count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    /** In tens of milliseconds: more digits would only tell what else this machine does. */
    private static String ms(long ns) {
        long tens = Math.round(ns / NS_PER_10_MS);
        return tens == 0 ? "less than 5 ms" : "about " + tens * 10 + " ms of processor time";
    }

    /** The processor time of this thread so far; 0 where the kernel does not tell. */
    private static long processorNs() throws IOException {
        if (!Files.isReadable(SCHEDSTAT)) return 0;
        return Long.parseLong(Files.readString(SCHEDSTAT, ISO_8859_1).split(" ", 2)[0]);
    }

    private static void serve(Experiment lab, Side client, Side server, Fd listener, Connected pair)
            throws IOException {
        lab.say("And yet it serves: a second client comes, and both send.");
        Fd second = client.socket("second");
        client.connect(second, listener);
        client.send(pair.talker(), "one");
        client.send(second, "two");
        lab.awaitArrival(second);
        Fd attended = server.accept(listener, "attended");
        new Nonblocking(server).setNonblocking(attended);
        lab.check("the loop finds the second client", attended.number() >= 0);
        lab.check("it reads from the first", 3, server.recv(pair.served(), 64));
        lab.check("and from the second", 3, server.recv(attended, 64));
        lab.checkErrno("then there is nothing again", Errno.EAGAIN, server.recv(attended, 64));
    }
}
