package io.fairlead.cli.connect;

import io.fairlead.cli.Shell;
import io.fairlead.cli.Shell.Stream;
import io.fairlead.net.ConnectOptions;
import io.fairlead.net.Endpoint;
import io.fairlead.net.NetException;
import io.fairlead.net.Printable;
import org.jspecify.annotations.Nullable;

/**
 * One exchange with a server, from connect to summary.
 *
 * @param endpoint the server
 * @param options how to connect
 * @param patience how long one direction may be silent after the other has ended
 * @param cut what a datagram is; null over TCP and Unix-domain sockets
 * @param look how bytes are shown
 * @param crlf whether lines are sent with CR LF
 * @param remember whether typed lines are kept
 * @param quiet whether the summary is left out
 */
record Visit(
        Endpoint endpoint,
        ConnectOptions options,
        Patience patience,
        @Nullable DatagramCut cut,
        Look look,
        boolean crlf,
        boolean remember,
        boolean quiet) {
    /** How bytes are shown. */
    enum Look {
        RAW,
        TEXT,
        HEX
    }

    /** Returns when both have said all; false if a person broke it off. */
    boolean run(Shell shell) throws Exception {
        try (Talk talk = connect()) {
            Progress progress = new Progress(patience);
            shell.signals().on("INT", progress::interrupted);
            boolean finished;
            try {
                finished =
                        isEdited(shell)
                                ? edited(shell, talk, progress)
                                : plain(shell, talk, progress);
            } catch (NetException e) {
                summarize(shell, progress);
                throw e;
            }
            summarize(shell, progress);
            return finished;
        }
    }

    private void summarize(Shell shell, Progress progress) {
        if (quiet) return;
        boolean isUnasked = cut != null && progress.isNothingSent();
        shell.say(progress.summary() + (isUnasked ? "; nothing was sent" : ""));
    }

    private Talk connect() throws NetException {
        return cut == null
                ? new StreamTalk(endpoint, options)
                : new DatagramTalk(endpoint, options, cut);
    }

    private void greet(Shell shell, Talk talk) {
        if (quiet || !shell.isTerminal(Stream.IN) || !shell.isTerminal(Stream.ERR)) return;
        shell.say(
                "connected to "
                        + Printable.of(endpoint.toString())
                        + " from "
                        + Endpoint.describe(talk.localAddress())
                        + "; Ctrl-D ends, Ctrl-C breaks off");
    }

    private boolean isEdited(Shell shell) {
        return look != Look.RAW
                && shell.isTerminal(Stream.IN)
                && shell.isTerminal(Stream.OUT)
                && !shell.isDumb();
    }

    private boolean edited(Shell shell, Talk talk, Progress progress) throws Exception {
        try (LineEditor editor = LineEditor.open(shell, remember, progress::interrupted)) {
            greet(shell, talk); // only now: who reads it types, and nothing of that may be lost
            Exchange exchange = new Exchange(talk, input(editor), display(shell, editor), progress);
            boolean finished = exchange.run();
            exchange.awaitSender(); // it leaves the terminal in order
            return finished;
        }
    }

    private boolean plain(Shell shell, Talk talk, Progress progress) throws Exception {
        greet(shell, talk);
        Source source = input(Source.of(shell.in()));
        return new Exchange(talk, source, display(shell, shell::print), progress).run();
    }

    private Source input(Source source) {
        return crlf ? new CrLfSource(source) : source;
    }

    private Display display(Shell shell, Printer printer) {
        return switch (look) {
            case RAW -> new RawDisplay(shell.out());
            case TEXT -> new TextDisplay(printer);
            case HEX -> new HexDisplay(printer);
        };
    }
}
