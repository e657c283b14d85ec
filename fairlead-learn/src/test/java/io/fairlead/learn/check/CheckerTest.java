package io.fairlead.learn.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Programs of learners, right ones and wrong ones, over real sockets. */
@Execution(ExecutionMode.CONCURRENT) // each waits more than it works
class CheckerTest {
    /** How long a wrong program is waited for: each fault costs that time. */
    private static final Duration PATIENCE = Duration.ofMillis(400);

    /** No right program lets one wait for it, but a busy machine does. */
    private static final Duration LONG = Duration.ofSeconds(4);

    @ParameterizedTest
    @CsvSource({
        "echo, none",
        "echo, fork",
        "upper, none",
        "ok, none",
        "greet, none",
        "time, none",
        "udp-echo, none",
        "chat, none",
        "tcp-chat, none",
    })
    void noRightOneIsBlamed(String kind, String fault) throws Exception {
        for (CheckResult finding : check(kind, fault, LONG)) {
            assertThat(finding.verdict()).as(text(finding)).isEqualTo(Verdict.RIGHT);
            assertThat(finding.evidence()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"echo", "ok"})
    void oneClientAtATimeIsNoFaultButSaid(String kind) throws Exception {
        List<CheckResult> findings = check(kind, "one-at-a-time");
        assertThat(findings).filteredOn(each -> each.verdict() == Verdict.WRONG).isEmpty();
        assertThat(of(Topic.SECOND, findings).verdict()).isEqualTo(Verdict.REMARK);
        assertThat(of(Topic.SECOND, findings).sentence()).contains("one client at a time");
    }

    @Test
    void whoWantsMoreThanOneClientAtATimeGetsAFault() throws Exception {
        List<String> command = Pupil.command("echo", "one-at-a-time", Exercise.PORT);
        Exercise exercise = new Exercise(Kind.ECHO, command, 0, PATIENCE, true);
        assertThat(of(Topic.SECOND, run(exercise)).verdict()).isEqualTo(Verdict.WRONG);
    }

    @ParameterizedTest
    @CsvSource({
        "echo, partial, PARTIAL, lost bytes",
        "echo, gives-up, PARTIAL, lost bytes",
        "echo, strlen, BYTES, stops at a byte 0",
        "echo, first-line, TOGETHER, messages that come at once",
        "echo, one-recv, PIECES, one recv may return",
        "echo, end-exits, HALF_CLOSE, ended with exit code 0",
        "echo, drops-at-end, HALF_CLOSE, does not get all",
        "echo, parent-open, HALF_CLOSE, does not close when the client has",
        "echo, no-close, HALF_CLOSE, does not close when the client has",
        "echo, zombies, ZOMBIES, waitpid",
        "echo, only-first, SECOND, never served",
        "echo, reset-exits, RESET, ECONNRESET",
        "echo, sigpipe, RESET, SIGPIPE",
        "echo, epipe-exits, RESET, EPIPE",
        "echo, eintr-exits, INTERRUPTED, EINTR",
        "echo, no-reuse, RESTART, SO_REUSEADDR",
        "echo, other-address, LISTENS, 127.0.0.2",
        "echo, exits, LISTENS, ended with exit code 3",
    })
    void whatAnEchoDoesWrongIsFound(String kind, String fault, Topic topic, String reason)
            throws Exception {
        assertFound(kind, fault, topic, reason);
    }

    @Test
    void aPortInTheWrongByteOrderIsNamed() throws Exception {
        List<String> command = Pupil.command("echo", "no-htons", Exercise.PORT);
        Exercise exercise = new Exercise(Kind.ECHO, command, portToSwap(), PATIENCE, false);
        assertThat(of(Topic.LISTENS, run(exercise)).sentence()).contains("htons");
    }

    /** A port that is free with its bytes swapped, too, and then given to nobody else. */
    private static int portToSwap() {
        // Swapped, it is below those that the kernel gives to clients.
        return IntStream.range(1, 256)
                .map(low -> low << 8 | 0x1f)
                .filter(port -> isFree(port) && isFree(0x1f << 8 | port >> 8))
                .findFirst()
                .orElseThrow();
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port)) {
            return socket.isBound();
        } catch (IOException inUse) {
            return false;
        }
    }

    @ParameterizedTest
    @CsvSource({
        "upper, strlen, BYTES, stops at a byte 0",
        "upper, partial, PARTIAL, lost bytes",
        "upper, end-exits, HALF_CLOSE, ended with exit code 0",
        "upper, zombies, ZOMBIES, waitpid",
        "upper, sigpipe, RESET, SIGPIPE",
        "ok, nul, ANSWERS, sizeof",
        "ok, says-ko, ANSWERS, KO",
        "ok, stays-open, CLOSES, does not close",
        "ok, unread, UNREAD, RST",
        "ok, reset-exits, RESET, ECONNRESET",
        "greet, wide, ANSWERS, wide characters of 4 bytes",
        "greet, nul, ANSWERS, sizeof",
        "greet, waits, ANSWERS, waits for the client",
        "greet, stays-open, CLOSES, does not close",
        "greet, eintr-exits, INTERRUPTED, EINTR",
        "time, host-order, ANSWERS, htonl",
        "time, stale, ANSWERS, is not now",
        "time, stays-open, CLOSES, does not close",
        "time, zombies, ZOMBIES, waitpid",
        "time, no-reuse, RESTART, SO_REUSEADDR",
    })
    void whatOthersOverTcpDoWrongIsFound(String kind, String fault, Topic topic, String reason)
            throws Exception {
        assertFound(kind, fault, topic, reason);
    }

    @ParameterizedTest
    @CsvSource({
        "udp-echo, strlen, BYTES, recvfrom returned",
        "udp-echo, small, SIZES, does not fit",
        "udp-echo, empty-exits, SIZES, no end of input",
        "udp-echo, first-sender, SENDERS, address that recvfrom",
        "udp-echo, connects, SENDERS, address that recvfrom",
        "udp-echo, no-addrlen, ANSWERS, does not come back",
        "chat, two-guests, RELAYS, all the others",
        "chat, one-other, RELAYS, all the others",
        "chat, sender-only, RELAYS, all the others",
        "chat, whole-buffer, STALE, not the whole buffer",
        "tcp-chat, sigpipe, LEAVES, SIGPIPE",
        "tcp-chat, leave-exits, LEAVES, ended with exit code 1",
        "tcp-chat, eintr-exits, INTERRUPTED, EINTR",
    })
    void whatServersOverUdpAndChatsDoWrongIsFound(
            String kind, String fault, Topic topic, String reason) throws Exception {
        assertFound(kind, fault, topic, reason);
    }

    /**
     * It closes after its first answer: that it does so after a stop, too, is no fault of its own.
     */
    @Test
    void whatHasItsOwnTrialIsNotBlamedOnAStop() throws Exception {
        List<CheckResult> findings = check("echo", "one-recv");
        assertThat(of(Topic.PIECES, findings).verdict()).isEqualTo(Verdict.WRONG);
        assertThat(of(Topic.INTERRUPTED, findings).verdict()).isEqualTo(Verdict.RIGHT);
    }

    @Test
    void whatTheCheckerKilledIsNotBlamedForItsEnd() throws Exception {
        List<CheckResult> findings = check("echo", "reset");
        CheckResult restart = of(Topic.RESTART, findings);
        assertThat(restart.verdict()).as(text(restart)).isEqualTo(Verdict.UNTRIED);
        assertThat(findings).noneMatch(finding -> finding.sentence().contains("SIGKILL"));
    }

    private static void assertFound(String kind, String fault, Topic topic, String reason)
            throws Exception {
        List<CheckResult> findings = check(kind, fault);
        CheckResult found = of(topic, findings);
        assertThat(found.verdict()).as(text(found)).isEqualTo(Verdict.WRONG);
        assertThat(found.sentence()).contains(reason);
        assertThat(found.evidence()).isNotEmpty();
        assertThat(found.evidence())
                .filteredOn(line -> line.contains("free in"))
                .hasSizeLessThan(3);
        assertThat(findings.getFirst().topic()).isEqualTo(Topic.LISTENS);
    }

    private static List<CheckResult> check(String kind, String fault) throws Exception {
        return check(kind, fault, PATIENCE);
    }

    private static List<CheckResult> check(String kind, String fault, Duration patience)
            throws Exception {
        List<String> command = Pupil.command(kind, fault, Exercise.PORT);
        Kind checked = Kind.named(kind.replace("tcp-", "")).orElseThrow();
        return run(new Exercise(checked, command, 0, patience, false));
    }

    private static List<CheckResult> run(Exercise exercise) throws Exception {
        try (Checker checker = new Checker(exercise)) {
            return checker.run(finding -> {});
        }
    }

    private static CheckResult of(Topic topic, List<CheckResult> findings) {
        return findings.stream()
                .filter(finding -> finding.topic() == topic)
                .reduce((_, last) -> last)
                .orElseThrow(() ->
                        new AssertionError(
                                topic
                                        + " is not among\n"
                                        + findings.stream()
                                                .map(CheckerTest::text)
                                                .collect(Collectors.joining("\n"))));
    }

    private static String text(CheckResult finding) {
        return finding.verdict().mark()
                + " "
                + finding.sentence()
                + "\n    "
                + String.join("\n    ", finding.evidence());
    }
}
