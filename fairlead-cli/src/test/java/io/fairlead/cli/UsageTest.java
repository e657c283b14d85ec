package io.fairlead.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What people see who typed something else than they meant, and the exit codes. */
class UsageTest {
    @Test
    void whoNamesACommandWaitsForNoOther() {
        Shell shell = Shell.ofProcess();
        Errors errors = new Errors(shell, false);
        Set<String> all = Main.commandLine(shell, errors, "help").getSubcommands().keySet();
        assertThat(all).contains("serve", "lab", "help", "completion");
        for (String name : all) {
            Set<String> there = Main.commandLine(shell, errors, name).getSubcommands().keySet();
            boolean isAboutCommands = name.equals("help") || name.equals("completion");
            assertThat(there).isEqualTo(isAboutCommands ? all : Set.of(name));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "nosuch --help|unknown command \"nosuch\"",
                "help serve nosuch|one argument too many: nosuch",
                "serve --nosuch --help|unknown option --nosuch",
                "stat --pid x|'x' is not a whole number",
                "stat --pid 99999999999999999999|99999999999999999999 is too large",
                "serve --quiet=maybe|'maybe' is neither true nor false",
                "trace --filtre tcp[13]&2!=0 7007|unknown option --filtre; did you mean --filter?",
                "bench --file /no/such 7007|cannot read /no/such: ENOENT: there is no such file",
                "conect|unknown command \"conect\"; did you mean connect?",
                "help serv|unknown command \"serv\"; did you mean serve?",
                "serve ehco|unknown service \"ehco\"; did you mean echo?",
                "serve 7070|unknown service \"7070\"; write SERVICE=7070",
                "version|unknown command \"version\"; did you mean --version?",
                "serve echo:9000|unknown service \"echo:9000\"; did you mean echo=9000?",
                "serve --modle x|unknown option --modle; did you mean --model?",
                "serve --model selectr|there is no model \"selectr\"; did you mean selector?",
                "serve --over-limit refus|there is no \"refus\"; did you mean refuse?",
                "serve --log-format xml|there is no \"xml\" (there are text, json)",
                "serve --idle-timeout 10|duration \"10\": it has no unit",
                "serve --idle-timeout 0|--idle-timeout must be above 0",
                "serve --idle-timeout 400d|at most 366d",
                "serve --max-connections 0|--max-connections must be above 0",
                "serve --max-connections x|'x' is not a whole number",
                "serve --queue-bytes 1KB|size \"1KB\": kb means 1,000s to some",
                "serve --queue-bytes 2GiB|--queue-bytes must be above 0 and at most 1 GiB",
                "serve --max-frame 1G|--max-frame must be from 1 to 16 MiB",
                "serve --delay 2h|--delay must be above 0 and at most 1h",
                "serve --encoding utf-16le|--encoding needs a service",
                "serve echo --encoding utf-16le|--encoding: only ack, greet and upper",
                "serve upper --encoding utf-16|--encoding: UTF-16 is none of utf-16le",
                "serve upper --codec varint --encoding utf-16le|in lines or with --codec raw",
                "serve greet --close|--close: greet does not answer frame by frame",
                "serve upper --encoding klingon|klingon",
                "serve --codec lines|--codec needs a service",
                "serve --model epoll --loops 2|--loops needs a service; name one, such as echo",
                "serve echo --model epoll --loops 0|there cannot be \"0\" loops; write a number",
                "serve echo --model epoll --loops 1025|there cannot be \"1025\" loops",
                "serve echo --model epoll --loops many|a number from 1 to 1024, or auto",
                "serve echo --loops 2|--loops: the model virtual has no event loops, so it cannot",
                "serve echo=unix:/x --model epoll --loops 2|--loops: several loops cannot share",
                "serve echo --codec linez|there is no such codec. Known: lines",
                "serve daytime --codec lines|daytime takes no codec",
                "serve echo=udp://:0 --codec lines|echo over UDP takes no codec",
                "serve greet=udp://:0|greet needs a connection, which UDP does not have",
                "serve echo=99999|port 99999 is over 65535",
            })
    void aWrongWordForServeIsASentence(String line, String sentence) throws Exception {
        assertUsage(line, sentence);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "connect|missing required parameter: 'ENDPOINT'",
                "connect localhost 7001|; did you mean localhost:7001?",
                "connect --proxy ftp://127.0.0.1:1080 7007|there is no proxy for ftp; write"
                        + " socks5:",
                "connect --proxy http://u:secret@h 7|proxy \"http://u:...@h\": it has no port;"
                        + " write",
                "connect --proxy socks5://h udp://:7|--proxy is for tcp:// endpoints",
                "connect --encoding utf-17 7|there is no encoding \"utf-17\"; write utf-8,"
                        + " utf-16le",
                "connect --codec lines udp://:7|--codec: each datagram is a message already",
                "connect --codec lines --crlf 7|--crlf beside --codec: write --codec crlf",
                "connect 7 8|one argument too many: 8",
                "connect htp://x|fairlead: endpoint \"htp://x\": unknown scheme htp",
                "connect 7 --wait 5|duration \"5\": it has no unit",
                "connect 7 --connect-timeout 0|--connect-timeout must be above 0",
                "connect 7 --hex --raw|--raw, --text and --hex exclude each other",
                "connect 7 --whole|--whole is for udp:// endpoints, --datagram and --codec",
                "connect 7 --datagram-size 9|--datagram-size is for udp:// endpoints",
                "connect 7 --datagram|--datagram is for unix: endpoints; UDP is udp://HOST:PORT",
                "connect unix:x --datagram --codec lines|each datagram is a message already",
                "listen unix:x --datagram --keep|--keep: datagrams need no connection",
                "connect 7 --escape --raw|--escape needs lines",
                "connect 7 --broadcast|--broadcast is for udp:// endpoints",
                "connect 7 --timestamps --raw|--timestamps needs lines, but --raw shows bytes",
                "connect udp://:7 --keep-open|--keep-open: datagrams have no FIN",
                "connect 7 --no-reuse|--no-reuse is for --bind",
                "connect localhost:no-such-name|port no-such-name is not a number from 0 to",
                "listen localhost 7001|; did you mean localhost:7001?",
                "listen 7 8|one argument too many: 8",
                "listen --keep udp://:0|--keep: datagrams need no connection",
                "listen 0.0.0.0:0|other machines can reach that address, without",
                "connect udp://:7 --datagram-size 70000|--datagram-size must be from 1 to 65507",
                "connect unix:/x --bind :0|a Unix socket has no local address to choose",
                "connect 7 --bind udp://:0|are of different schemes",
            })
    void aWrongWordForConnectIsASentence(String line, String sentence) throws Exception {
        assertUsage(line, sentence);
    }

    static void assertUsage(String line, String sentence) throws Exception {
        Run run = Run.of(line.split(" ", -1));

        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err.text())
                .startsWith("fairlead: ")
                .contains(sentence)
                .doesNotContain("Exception", "    at ");
        assertThat(run.out.text()).isEmpty();
    }

    @Test
    void noCommandIsHelpAndExit2() throws Exception {
        Run run = Run.of();

        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err.text()).startsWith("Usage: fairlead COMMAND").contains("fairlead serve");
    }

    @ParameterizedTest
    @CsvSource({
        "--help, Usage: fairlead COMMAND",
        "help, Usage: fairlead COMMAND",
        "help serve, Usage: fairlead serve",
        "help connect, Usage: fairlead connect",
        "serve --help, Usage: fairlead serve",
        "serve --list, 'Services, with their default ports:'",
        "completion, #!/usr/bin/env bash",
        "--version, fairlead ",
        "-V, fairlead ",
    })
    void whatIsAskedForGoesToStandardOutput(String line, String start) throws Exception {
        Run run = Run.of(line.split(" ", -1));

        assertThat(run.exit()).isZero();
        assertThat(run.out.text()).startsWith(start).doesNotContain("\u001b");
        assertThat(run.err.text()).isEmpty();
    }

    /** The list shows the first line of each command's description. */
    @Test
    void theListSaysAWholeSentenceOfEachCommand() throws Exception {
        String list = Run.of("--help").out.text();

        assertThat(list.substring(list.indexOf("\nCommands:"), list.indexOf("\nEndpoints:")))
                .containsPattern("  serve +\\S")
                .satisfies(commands ->
                        assertThat(commands.strip().split("\n  (?=[a-z])", -1))
                                .filteredOn(one -> !one.equals("Commands:"))
                                .allMatch(one -> one.strip().matches("(?s).*[.a-z]$"))
                                .filteredOn(one -> !one.startsWith("help "))
                                .allMatch(one -> one.strip().endsWith(".")));
    }

    @Test
    void eachOptionOfServeIsUnderAHeadingOnce() throws Exception {
        Run run = Run.of("help", "serve");

        assertThat(run.out.text().lines().filter(line -> line.matches("[A-Z][a-zA-Z ]+:")))
                .containsExactly(
                        "What is served:",
                        "Chat:",
                        "Commands:",
                        "Safety:",
                        "Behind a proxy:",
                        "TLS:",
                        "Restart:",
                        "Output:",
                        "Limits:",
                        "UDP:",
                        "Help:");
        assertThat(run.out.text().lines().filter(line -> line.matches("  .{4}--[a-z].*")))
                .hasSize(66);
    }

    @Test
    void nothingListensIsExit3() throws Exception {
        Run run = Run.of("connect", String.valueOf(freePort()));

        assertThat(run.exit()).isEqualTo(3);
        assertThat(run.err.text())
                .startsWith("fairlead: connect tcp://127.0.0.1:")
                .contains("ECONNREFUSED")
                .endsWith("[exit 3, refused]\n");
    }

    @Test
    void noAnswerInTimeIsExit4() throws Exception {
        // A full queue of a listener that accepts nobody drops what comes (Linux).
        try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var _ = new FullQueue(full)) {
            Run run =
                    Run.of(
                            "connect",
                            "--connect-timeout",
                            "100ms",
                            String.valueOf(full.getLocalPort()));

            assertThat(run.exit()).isEqualTo(4);
            assertThat(run.err.text()).contains("no answer within 100 ms").contains("ETIMEDOUT");
        }
    }

    @Test
    void aNameWithoutAddressIsExit5() throws Exception {
        Run run = Run.of("connect", "no.such.host.invalid:7");

        assertThat(run.exit()).isEqualTo(5);
        assertThat(run.err.text()).contains("EAI_").endsWith("[exit 5, name]\n");
    }

    @Test
    void aNameWithoutAddressIsNoQuestionOfWhoMayReachIt() throws Exception {
        Run run = Run.of("serve", "echo=no.such.host.invalid:7");

        assertThat(run.exit()).isEqualTo(5);
        assertThat(run.err.text()).contains("EAI_").doesNotContain("--public");
    }

    @Test
    void aTakenPortIsExit6() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Run run = Run.of("serve", "echo=" + taken.getLocalPort());

            assertThat(run.exit()).isEqualTo(6);
            assertThat(run.err.text())
                    // Who holds it is looked for within 0.3 s: not on every busy machine found.
                    .contains("EADDRINUSE: the port is ")
                    .endsWith("[exit 6, address]\n");
        }
    }

    @Test
    void aBugIsASentenceTooAndDebugShowsWhere() throws Exception {
        Run plain = new Run();
        int exit = new Errors(shellOf(plain), false).failure(new IllegalStateException("x\u001b"));
        Run debug = new Run();
        int _ = new Errors(shellOf(debug), true).failure(new IllegalStateException("x"));

        assertThat(exit).isEqualTo(1);
        assertThat(plain.err.text())
                .isEqualTo(
                        "fairlead: unexpected java.lang.IllegalStateException: x\\x1b; this is a"
                                + " bug, run with --debug to see where\n");
        assertThat(debug.err.text()).contains("this is a bug\n", "    at ", "UsageTest.aBug");
    }

    private static Shell shellOf(Run run) {
        return new Shell(
                java.io.InputStream.nullInputStream(),
                run.out,
                new java.io.PrintStream(run.err, true, java.nio.charset.StandardCharsets.UTF_8),
                run.terminals,
                run.environment,
                false,
                (_, _) -> {},
                _ -> {});
    }

    private static int freePort() throws java.io.IOException {
        try (ServerSocket once = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return once.getLocalPort();
        }
    }
}
