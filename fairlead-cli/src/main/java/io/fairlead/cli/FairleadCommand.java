package io.fairlead.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** {@code fairlead} without a command: help. */
@Command(
        name = "fairlead",
        customSynopsis = "fairlead COMMAND [OPTION]... [ARGUMENT]...",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        versionProvider = FairleadCommand.Versions.class,
        description = {
            "",
            "TCP, UDP and Unix-domain servers and clients.",
            "",
            "Common cases:",
            "  fairlead serve                  the classic services, on loopback",
            "  fairlead serve echo=7070        one service on a port of your choice",
            "  fairlead connect 7070           talk to a server; Ctrl-D ends your input",
            "  fairlead listen 7000            wait for one client, and talk to it",
            "  fairlead restart NAME           replace a running server by a new one",
            "  fairlead relay 7000 7007        pass connections on to another server",
            "  fairlead chat --name ada        join the rooms of fairlead serve chat",
            "  fairlead cert localhost         certificates for trying TLS",
            "  fairlead doctor                 what this machine supports, and low limits",
            "  fairlead bench 7007             measure throughput and latency",
            "  fairlead stat                   who listens, who is connected, what waits",
            "  fairlead explain ECONNREFUSED   what an error means, and what to do",
            "  fairlead trace 7007             capture a conversation, draw and explain it",
            "  fairlead lab handshake          an experiment on real sockets",
            "  fairlead learn                  a course, and a check of your own server",
            "  fairlead help serve             the help of one command",
            ""
        },
        footer = {
            "",
            "Endpoints: tcp://HOST:PORT (HOST:PORT or PORT for short), udp://HOST:PORT,",
            "  unix:///PATH, unix:@NAME. Without a host: this machine only (127.0.0.1).",
            "Exit codes: 0 ok, 1 other failure, 2 usage, 3 refused, 4 timeout,",
            "  5 name not resolved, 6 address or port, 8 no permission, 10 --assert missed,",
            "  130 Ctrl-C."
        })
final class FairleadCommand implements Callable<Integer> {
    private final Shell shell;

    @Spec private CommandSpec spec;

    @Option(
            names = "--debug",
            scope = ScopeType.INHERIT,
            description = "Show stack traces of errors (or set FAIRLEAD_DEBUG=1).")
    boolean debug; // Main looks for the word itself: errors of parsing are before this

    FairleadCommand(Shell shell) {
        this.shell = shell;
        this.spec = CommandSpec.create();
    }

    @Override
    public Integer call() {
        spec.commandLine().usage(shell.err());
        return ExitCode.USAGE.code();
    }

    /** What {@code --version} prints. */
    static final class Versions implements picocli.CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {Version.text().stripTrailing()};
        }
    }
}
