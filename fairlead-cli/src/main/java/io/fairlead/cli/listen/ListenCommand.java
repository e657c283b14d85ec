package io.fairlead.cli.listen;

import io.fairlead.cli.HelpOption;
import io.fairlead.cli.PublicAddress;
import io.fairlead.cli.ReceiveOptions;
import io.fairlead.cli.Shell;
import io.fairlead.cli.talk.TalkOptions;
import io.fairlead.net.DatagramOptions;
import io.fairlead.net.Endpoint;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code fairlead listen}: arguments in, exit code out. */
@Command(
        name = "listen",
        customSynopsis = "fairlead listen [OPTION]... [ENDPOINT]",
        sortOptions = false,
        description = {
            "Waits for one client, sends it standard input, and shows what it sends.",
            "",
            "  fairlead listen 7000                     a port of this machine, TCP",
            "  fairlead listen                          a free port, which it prints",
            "  fairlead listen 7000 > file              receive a file",
            "  fairlead listen 7000 < file              send a file",
            "  fairlead listen --keep 7000              one client after another",
            "  fairlead listen udp://:7000              datagrams; input goes to the last sender",
            "  fairlead listen unix:///run/user/1000/x.sock    add --datagram for datagrams",
            "  fairlead listen --public 0.0.0.0:7000    other machines may connect too",
            "",
            "The end of input (Ctrl-D) is passed on to the client (FIN, a half-close). Then",
            "listen waits for the rest of its data, without limit. Ctrl-C breaks off. To serve",
            "many clients at the same time, use fairlead serve.",
            "Durations: 500ms, 2s, 5m, 1h. Sizes: 512, 64KiB, 1M.",
            ""
        })
public final class ListenCommand implements Callable<Integer> {
    private final Shell shell;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(
            paramLabel = "ENDPOINT",
            arity = "0..1",
            hideParamSyntax = true,
            description =
                    "PORT, tcp://HOST:PORT, udp://HOST:PORT, unix:///PATH or unix:@NAME. Default:"
                            + " a free port of this machine.")
    private Endpoint endpoint = Endpoint.tcp("127.0.0.1", 0);

    @Option(
            names = {"-k", "--keep"},
            description =
                    "When a client has left, wait for the next one. Input goes to the current"
                            + " client; further clients wait.")
    private boolean keep;

    @Option(
            names = "--public",
            description = "Allow other machines to connect (no encryption, no password).")
    private boolean allowPublic;

    @Option(names = "--i-am-root", description = "Allow other machines to connect even as root.")
    private boolean iAmRoot;

    @Mixin ReceiveOptions receiving = new ReceiveOptions();

    @Mixin TalkOptions talking = new TalkOptions();

    @Mixin HelpOption help = new HelpOption();

    /**
     * @param shell what the process got
     */
    public ListenCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws Exception {
        boolean datagrams = talking.isDatagrams(endpoint);
        if (datagrams && keep)
            throw usage("--keep: datagrams need no connection; listen shows every sender anyway");
        if (receiving.isGiven() && endpoint.scheme() != Endpoint.Scheme.UDP) {
            throw usage("--join and --receive-buffer are for udp:// endpoints");
        }
        DatagramOptions options;
        try {
            talking.check(endpoint);
            options = receiving.at(endpoint);
        } catch (IllegalArgumentException e) {
            throw usage(String.valueOf(e.getMessage()));
        }
        new PublicAddress("listen " + endpoint, endpoint).check(allowPublic, iAmRoot, shell);
        if (datagrams) {
            return new DatagramListening(shell, endpoint, talking).run(options, receiving).code();
        }
        Listening listening = new Listening(shell, endpoint, talking);
        return (keep ? listening.eachPeer() : listening.onePeer()).code();
    }

    private ParameterException usage(String sentence) {
        return new ParameterException(spec.commandLine(), sentence);
    }
}
