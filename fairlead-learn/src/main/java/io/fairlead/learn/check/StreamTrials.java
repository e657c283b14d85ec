package io.fairlead.learn.check;

import io.fairlead.posix.process.ProcessConstants;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** Trials of every server over TCP, whatever it says. */
final class StreamTrials {
    static final List<CheckTrial> ALL =
            List.of(
                    new CheckTrial(Topic.SECOND, StreamTrials::second),
                    new CheckTrial(Topic.DESCRIPTORS, StreamTrials::descriptors),
                    new CheckTrial(Topic.ZOMBIES, StreamTrials::zombies),
                    new CheckTrial(Topic.INTERRUPTED, StreamTrials::interrupted),
                    new CheckTrial(Topic.RESET, StreamTrials::reset),
                    new CheckTrial(Topic.RESTART, Restart::run));

    private static final int CLIENTS = 12;
    private static final int LEFT_MAX = CLIENTS / 2;
    private static final long LOOK_NS = 10_000_000;

    private StreamTrials() {}

    private static CheckResult second(LearnerServer site) throws IOException {
        try (TestClient first = site.call();
                TestClient second = site.call()) {
            if (site.kind() != Kind.OK && !StreamExchange.goesWell(site, first)) {
                return CheckResult.wrong(
                        Topic.SECOND,
                        "The first of two clients is not served.",
                        site.evidence(first));
            }
            if (StreamExchange.goesWell(site, second)) return CheckResult.right(Topic.SECOND);
            List<String> waits = site.evidence(second);
            first.leave();
            boolean served = second.receive(1).length > 0;
            String sentence =
                    served
                            ? "It serves one client at a time: the second waited until the first,"
                                    + " which said nothing, was gone."
                            : "The second client is never served, not even when the first is gone.";
            boolean wrong = !served || site.exercise().concurrent();
            return wrong
                    ? CheckResult.wrong(Topic.SECOND, sentence, waits)
                    : CheckResult.remark(Topic.SECOND, sentence, waits);
        }
    }

    /** Clients that come, talk as long as they are answered, and go; and some that say nothing. */
    private static void visits(LearnerServer site) throws IOException {
        boolean answers = true;
        for (int i = 0; i < CLIENTS; i++) {
            try (TestClient caller = site.call()) {
                answers = answers && StreamExchange.goesWell(site, caller);
                caller.leave();
            }
            site.call().leave();
        }
    }

    private static CheckResult descriptors(LearnerServer site) throws IOException {
        boolean _ = StreamExchange.goesWell(site);
        visits(site);
        Waiting waiting = site.waiting();
        List<Members.Open> sockets = site.kernel().connections();
        while (sockets.size() > LEFT_MAX && !waiting.isOver()) {
            LockSupport.parkNanos(LOOK_NS);
            sockets = site.kernel().connections();
        }
        if (sockets.size() <= LEFT_MAX) return CheckResult.right(Topic.DESCRIPTORS);
        List<String> evidence = new ArrayList<>(site.state());
        sockets.forEach(open -> evidence.add(open.toString()));
        String sentence =
                "%s clients have left, and the program still has %s of their sockets open: close"
                                .formatted(2 * CLIENTS, sockets.size())
                        + " each, in the parent, too, or descriptors run out (EMFILE).";
        return CheckResult.wrong(Topic.DESCRIPTORS, sentence, evidence);
    }

    private static CheckResult zombies(LearnerServer site) throws IOException {
        visits(site);
        site.subject().settle();
        Members members = site.subject().members();
        Waiting waiting = site.waiting();
        List<Members.Member> left = members.zombies();
        while ((left.size() > LEFT_MAX || !members.areChildrenStill()) && !waiting.isOver()) {
            LockSupport.parkNanos(LOOK_NS);
            left = members.zombies();
        }
        if (left.size() <= LEFT_MAX) return CheckResult.right(Topic.ZOMBIES);
        String sentence =
                "%s children have ended, and nobody asked how: they are zombies. Call waitpid until"
                                .formatted(left.size())
                        + " there is none, at SIGCHLD, or ignore SIGCHLD.";
        List<String> evidence = left.stream().map(each -> each + " is Z (zombie)").toList();
        return CheckResult.wrong(Topic.ZOMBIES, sentence, evidence);
    }

    private static CheckResult interrupted(LearnerServer site) throws IOException {
        try (TestClient caller = site.call()) {
            boolean goesOn = goesOn(site, caller);
            Pause.of(site).end();
            boolean well = !goesOn || StreamExchange.goesWell(site, caller);
            caller.leave();
            if (well && StreamExchange.goesWell(site)) return CheckResult.right(Topic.INTERRUPTED);
            return CheckResult.wrong(Topic.INTERRUPTED, Pause.SENTENCE, site.evidence(caller));
        }
    }

    /** Whether a client gets a second answer: one that closes after the first has its own trial. */
    private static boolean goesOn(LearnerServer site, TestClient caller) throws IOException {
        boolean answered = StreamExchange.goesWell(site, caller);
        return answered && site.kind().isMirror() && StreamExchange.goesWell(site, caller);
    }

    private static CheckResult reset(LearnerServer site) throws IOException {
        try (TestClient idle = site.call()) {
            if (site.kind() != Kind.OK) StreamExchange.goesWell(site, idle);
            idle.reset();
            site.subject().settle();
            if (!StreamExchange.goesWell(site)) {
                String sentence =
                        "A client that broke off (RST) ended the service: recv gave -1 with"
                                + " ECONNRESET. Close that connection and go on.";
                return CheckResult.wrong(Topic.RESET, sentence, evidence(site, idle));
            }
        }
        Pause pause = Pause.of(site);
        try (TestClient gone = site.call()) {
            gone.send(StreamExchange.HELLO).end().reset();
            pause.end();
            site.subject().settle();
            if (StreamExchange.goesWell(site)) return CheckResult.right(Topic.RESET);
            boolean killed = site.subject().end().contains("SIGPIPE");
            String sentence =
                    killed
                            ? "A send to a client that was gone killed it: SIGPIPE. Ignore SIGPIPE,"
                                    + " or send with MSG_NOSIGNAL, and handle EPIPE."
                            : "A send to a client that was gone ended the service: handle EPIPE and"
                                    + " ECONNRESET by closing that connection.";
            return CheckResult.wrong(Topic.RESET, sentence, evidence(site, gone));
        } finally {
            pause.end();
        }
    }

    private static List<String> evidence(LearnerServer site, TestClient caller) throws IOException {
        List<String> evidence = new ArrayList<>(caller.story());
        evidence.addAll(site.state());
        return evidence;
    }

    /** The program is stopped, as by Ctrl-Z, until {@link #end}. */
    static final class Pause {
        static final String SENTENCE =
                "After it was stopped and went on (Ctrl-Z, then fg) it serves no more: a call"
                        + " returned -1 with EINTR, which means: call again.";

        private final Members members;

        private Pause(Members members) {
            this.members = members;
        }

        /** Stops it while it waits for something, and waits until it is stopped. */
        static Pause of(LearnerServer site) {
            site.subject().settle(); // a program that works is interrupted in no call
            Members members = site.subject().members();
            members.signal(ProcessConstants.SIGSTOP);
            Waiting waiting = site.waiting();
            while (!isStopped(members) && !waiting.isOver()) LockSupport.parkNanos(LOOK_NS);
            return new Pause(members);
        }

        private static boolean isStopped(Members members) {
            return members.living().stream().allMatch(member -> member.state() == 'T');
        }

        void end() {
            members.signal(ProcessConstants.SIGCONT);
        }
    }
}
