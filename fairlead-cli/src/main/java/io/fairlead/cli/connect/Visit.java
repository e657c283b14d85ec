package io.fairlead.cli.connect;

import io.fairlead.cli.CommandException;
import io.fairlead.cli.Shell;
import io.fairlead.cli.connect.proxy.Proxy;
import io.fairlead.cli.connect.proxy.Tunnel;
import io.fairlead.cli.talk.DatagramTalk;
import io.fairlead.cli.talk.Progress;
import io.fairlead.cli.talk.ShownExchange;
import io.fairlead.cli.talk.Talk;
import io.fairlead.cli.talk.TalkOptions;
import io.fairlead.cli.talk.local.LocalEnd;
import io.fairlead.cli.tls.ShownTls;
import io.fairlead.cli.tls.ShownTlsOptions;
import io.fairlead.client.Datagrams;
import io.fairlead.client.raw.StreamClient;
import io.fairlead.net.ConnectOptions;
import io.fairlead.net.Endpoint;
import io.fairlead.net.NetException;
import io.fairlead.net.text.Printable;
import io.fairlead.service.PeerTls;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One exchange with a server, from connect to summary.
 *
 * @param endpoint the server
 * @param connecting how to connect
 * @param tls how a {@code tls://} connection is protected
 * @param proxy what it is reached through; null for nothing
 * @param talking what is sent, and how it is shown
 */
record Visit(
        Endpoint endpoint,
        ConnectOptions connecting,
        ShownTlsOptions tls,
        @Nullable Proxy proxy,
        TalkOptions talking) {
    private static final Duration DATAGRAM_PATIENCE = Duration.ofSeconds(1);

    /** Returns when both have said all; false if a person broke it off. */
    boolean run(Shell shell) throws Exception {
        if (isDatagrams()) {
            try (Talk talk = datagrams()) {
                return run(shell, _ -> talk);
            }
        }
        try (StreamClient client = connect()) {
            PeerTls protection = client.tls();
            if (protection != null) show(protection, shell);
            return run(shell, local -> talking.over(client, local));
        }
    }

    private void show(PeerTls protection, Shell shell) {
        if (!talking.isQuiet()) shell.say("TLS: " + ShownTls.brief(protection));
        if (tls.isVerbose()) ShownTls.chain(protection).forEach(shell::say);
    }

    private boolean isDatagrams() {
        return talking.isDatagrams(endpoint);
    }

    private Talk datagrams() throws NetException {
        return DatagramTalk.withOne(Datagrams.connect(endpoint, connecting), talking.cut());
    }

    private StreamClient connect() throws NetException, CommandException {
        return proxy == null
                ? StreamClient.connect(endpoint, connecting, tls.options(endpoint))
                : Tunnel.connect(proxy, endpoint, connecting);
    }

    private boolean run(Shell shell, Function<LocalEnd, Talk> talks) throws Exception {
        Progress progress =
                new Progress(talking.patience(shell, isDatagrams() ? DATAGRAM_PATIENCE : null));
        shell.signals().on("INT", progress::interrupted);
        boolean finished;
        try (LocalEnd local =
                LocalEnd.open(shell, talking.local(shell, endpoint), progress::interrupted)) {
            Talk talk = talks.apply(local);
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

    private void greet(LocalEnd local, Talk talk) {
        if (talking.isQuiet() || !local.isPersonal()) return;
        local.say(
                "connected to "
                        + Printable.of(endpoint.toString())
                        + (proxy == null ? "" : " through " + proxy)
                        + " from "
                        + Endpoint.describe(talk.localAddress())
                        + "; "
                        + local.keys());
    }

    private void summarize(Shell shell, Progress progress) {
        if (talking.isQuiet()) return;
        boolean isUnasked = isDatagrams() && progress.isNothingSent();
        shell.say(progress.summary() + (isUnasked ? "; nothing was sent" : ""));
    }
}
