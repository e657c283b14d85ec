package io.fairlead.cli.chat;

import io.fairlead.cli.HelpOption;
import io.fairlead.cli.Shell;
import io.fairlead.cli.Shell.Stream;
import io.fairlead.cli.tls.ClientTlsOptions;
import io.fairlead.net.ConnectOptions;
import io.fairlead.net.Endpoint;
import io.fairlead.tls.TlsOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code fairlead chat}: arguments in, exit code out. */
@Command(
        name = "chat",
        customSynopsis = "fairlead chat [OPTION]... [ENDPOINT]",
        sortOptions = false,
        description = {
            "Joins the chat rooms of fairlead serve chat, shared with nc, UDP and IRC.",
            "",
            "  fairlead chat --name ada                       on this machine",
            "  fairlead chat --name ada example.org:7100      elsewhere",
            "  fairlead chat --name ada tls://example.org:7110",
            "  fairlead chat --name ada --fifo /tmp/room      read it with: cat /tmp/room",
            "  make 2>&1 | fairlead chat --name build         each line of input is a message",
            "  echo /history | fairlead chat > yesterday      answers are lines of output",
            "",
            "On a terminal, Tab completes names and /help lists commands. If the server goes",
            "away, the client reconnects. Ctrl-D and Ctrl-C leave.",
            ""
        })
public final class ChatCommand implements Callable<Integer> {
    private final Shell shell;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(
            arity = "0..1",
            paramLabel = "ENDPOINT",
            defaultValue = "tcp://127.0.0.1:7100",
            description =
                    "tcp://HOST:PORT, tls://HOST:PORT, unix:///PATH, unix:@NAME, or PORT. Default:"
                            + " 7100.")
    private @Nullable Endpoint endpoint;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            defaultValue = "",
            description = "Your name. Default: a guest name from the server.")
    private String name = "";

    @Option(
            names = "--room",
            paramLabel = "ROOM",
            defaultValue = "",
            description = "The room to join. Default: the lobby.")
    private String room = "";

    @Option(
            names = "--fifo",
            paramLabel = "PATH",
            description =
                    "Write incoming messages to this named pipe, for a window of their own; it is"
                            + " created if nothing is there.")
    private @Nullable Path fifo;

    @Option(
            names = "--unread-after",
            paramLabel = "DURATION",
            defaultValue = "30s",
            description = "Mark new messages if you have not typed for this long. Default: 30s.")
    private Duration unreadAfter = Duration.ofSeconds(30);

    @Option(
            names = "--connect-timeout",
            paramLabel = "DURATION",
            defaultValue = "10s",
            description = "Time to look up the name and connect. Default: 10s.")
    private Duration connectTimeout = Duration.ofSeconds(10);

    @Option(
            names = {"-q", "--quiet"},
            description = "In a pipe: show no news and no notes.")
    private boolean quiet;

    @Mixin ClientTlsOptions tls = new ClientTlsOptions();

    @Mixin HelpOption help = new HelpOption();

    /**
     * @param shell what the process got
     */
    public ChatCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws Exception {
        if (endpoint == null || endpoint.scheme() == Endpoint.Scheme.UDP) {
            throw usage("chat needs a connection, which UDP does not have; use tcp:// or unix:");
        }
        if (!connectTimeout.isPositive()) throw usage("--connect-timeout must be above 0");
        if (unreadAfter.isNegative()) throw usage("--unread-after must not be below 0");
        if ((name + room).matches(".*\\s.*")) throw usage("a name cannot contain blanks");
        ConnectOptions options = ConnectOptions.DEFAULT.withTimeout(connectTimeout);
        Stay.Server server = new Stay.Server(endpoint, options, trust(endpoint));
        boolean person =
                shell.isTerminal(Stream.IN) && shell.isTerminal(Stream.OUT) && !shell.isDumb();
        ChatRun run = new ChatRun(shell, server, new Stay.Wish(name, room, person), fifo);
        return (person ? run.onTerminal(unreadAfter) : run.inPipe(quiet)).code();
    }

    private TlsOptions trust(Endpoint server) {
        try {
            return tls.options(server);
        } catch (IllegalArgumentException e) {
            throw usage(String.valueOf(e.getMessage()));
        }
    }

    private ParameterException usage(String sentence) {
        return new ParameterException(spec.commandLine(), sentence);
    }
}
