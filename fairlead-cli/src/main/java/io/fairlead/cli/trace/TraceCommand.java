package io.fairlead.cli.trace;

import io.fairlead.cli.HelpOption;
import io.fairlead.cli.ListeningPorts;
import io.fairlead.cli.Shell;
import io.fairlead.net.Endpoint;
import io.fairlead.trace.ConversationFilter;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code fairlead trace}: arguments in, exit code out. */
@Command(
        name = "trace",
        customSynopsis = "fairlead trace [OPTION]... [ENDPOINT]",
        sortOptions = false,
        description = {
            "Captures a conversation and draws it as a ladder: an arrow per packet.",
            "Beside each arrow are the TCP states of both ends and a sentence that explains it.",
            "Ctrl-C ends the capture.",
            "",
            "  fairlead trace 7007                       every conversation of 127.0.0.1:7007",
            "  fairlead trace udp://:7007                over UDP, with ICMP errors",
            "  fairlead trace --port 7007                the port at any address, TCP and UDP",
            "  fairlead trace 7007 --conversations 1     stop when one conversation has ended",
            "  fairlead trace 7007 --html page.html      also a page; click an arrow for its bytes",
            "  fairlead trace 7007 --follow              what both ends write, as text",
            "  fairlead trace --filter 'tcp port 80 and host 10.0.0.1'",
            "  fairlead trace --pcap file.pcap           a capture by tcpdump or Wireshark",
            "  sudo tcpdump -i any -U -w - port 7007 | fairlead trace --pcap -",
            "",
            "Capturing needs CAP_NET_RAW. Without it, trace shows how the sockets change.",
            ""
        })
public final class TraceCommand implements Callable<Integer> {
    private final Shell shell;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(
            arity = "0..1",
            paramLabel = "ENDPOINT",
            completionCandidates = ListeningPorts.class,
            description = "One end: tcp://HOST:PORT, udp://HOST:PORT, HOST:PORT or PORT.")
    private @Nullable Endpoint endpoint;

    @Mixin private SourceOptions source = new SourceOptions();

    @Mixin private DrawOptions draw = new DrawOptions();

    @Mixin HelpOption help = new HelpOption();

    /**
     * @param shell what the process got
     */
    public TraceCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws Exception {
        Tracing tracing;
        try {
            ConversationFilter filter = source.filter(endpoint);
            draw.check(source.file());
            tracing = new Tracing(shell, source, draw, filter);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(
                    spec.commandLine(), Objects.requireNonNullElse(e.getMessage(), ""), e);
        }
        return tracing.run().code();
    }
}
