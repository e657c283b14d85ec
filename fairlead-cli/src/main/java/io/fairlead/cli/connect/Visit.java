package io.fairlead.cli.connect;

import io.fairlead.cli.Shell;
import io.fairlead.cli.talk.DatagramTalk;
import io.fairlead.cli.talk.Patience;
import io.fairlead.cli.talk.Progress;
import io.fairlead.cli.talk.ShownExchange;
import io.fairlead.cli.talk.StreamTalk;
import io.fairlead.cli.talk.Talk;
import io.fairlead.cli.talk.TalkOptions;
import io.fairlead.cli.talk.local.LocalEnd;
import io.fairlead.client.StreamClient;
import io.fairlead.net.ConnectOptions;
import io.fairlead.net.Endpoint;
import io.fairlead.net.NetException;
import io.fairlead.net.Printable;
import java.time.Duration;

/**
 * One exchange with a server, from connect to summary.
 *
 * @param endpoint the server
 * @param connecting how to connect
 * @param talking what is sent, and how it is shown
 */
record Visit(Endpoint endpoint, ConnectOptions connecting, TalkOptions talking) {
    private static final Duration UDP_PATIENCE = Duration.ofSeconds(1);

    /** Returns when both have said all; false if a person broke it off. */
    boolean run(Shell shell) throws Exception {
        try (Talk talk = connect()) {
            Patience patience = talking.patience(shell, isUdp() ? UDP_PATIENCE : null);
            Progress progress = new Progress(patience);
            shell.signals().on("INT", progress::interrupted);
            boolean finished;
            try (LocalEnd local =
                    LocalEnd.open(shell, talking.local(shell), progress::interrupted)) {
                greet(local, talk); // only now: who reads it types, and nothing may be lost
                finished =
                        new ShownExchange(shell, local, talking.isQuiet())
                                .hold(talk, local.source(), progress);
            } catch (NetException e) {
                summarize(shell, progress);
                throw e;
            }
            summarize(shell, progress);
            return finished;
        }
    }

    private boolean isUdp() {
        return endpoint.scheme() == Endpoint.Scheme.UDP;
    }

    private Talk connect() throws NetException {
        return isUdp()
                ? new DatagramTalk(endpoint, connecting, talking.cut())
                : new StreamTalk(StreamClient.connect(endpoint, connecting), talking.isKeptOpen());
    }

    private void greet(LocalEnd local, Talk talk) {
        if (talking.isQuiet() || !local.isPersonal()) return;
        local.say(
                "connected to "
                        + Printable.of(endpoint.toString())
                        + " from "
                        + Endpoint.describe(talk.localAddress())
                        + "; Ctrl-D ends, Ctrl-C breaks off");
    }

    private void summarize(Shell shell, Progress progress) {
        if (talking.isQuiet()) return;
        boolean isUnasked = isUdp() && progress.isNothingSent();
        shell.say(progress.summary() + (isUnasked ? "; nothing was sent" : ""));
    }
}
