package io.fairlead.cli.listen;

import io.fairlead.cli.ExitCode;
import io.fairlead.cli.ReceiveOptions;
import io.fairlead.cli.Shell;
import io.fairlead.cli.talk.DatagramTalk;
import io.fairlead.cli.talk.Progress;
import io.fairlead.cli.talk.ShownExchange;
import io.fairlead.cli.talk.Talk;
import io.fairlead.cli.talk.TalkOptions;
import io.fairlead.cli.talk.local.LocalEnd;
import io.fairlead.client.Datagrams;
import io.fairlead.net.DatagramOptions;
import io.fairlead.net.Endpoint;
import java.io.IOException;

/** Listens for datagrams of anybody, and answers whoever sent the last one. */
final class DatagramListening {
    private final Shell shell;
    private final Endpoint endpoint;
    private final TalkOptions talking;

    DatagramListening(Shell shell, Endpoint endpoint, TalkOptions talking) {
        this.shell = shell;
        this.endpoint = endpoint;
        this.talking = talking;
    }

    /**
     * @param options of a UDP socket
     * @param receiving says where they cannot be had as they were asked for
     */
    ExitCode run(DatagramOptions options, ReceiveOptions receiving) throws Exception {
        Datagrams socket = Datagrams.bind(endpoint, options);
        boolean overUdp = endpoint.scheme() == Endpoint.Scheme.UDP;
        if (overUdp) receiving.warn(socket.receiveBufferBytes(), shell);
        return talk(socket, overUdp ? "" : "--datagram ");
    }

    /** Takes {@code socket} over. */
    private ExitCode talk(Datagrams socket, String option) throws Exception {
        Progress progress = new Progress(talking.patience(shell, null));
        try (socket;
                LocalEnd local = open(progress)) {
            News news = new News(local, talking.isQuiet());
            news.listening(socket.endpoint(), option);
            return talk(
                    DatagramTalk.withAnybody(socket, talking.cut(), news::heard),
                    local,
                    progress,
                    news);
        }
    }

    private LocalEnd open(Progress progress) throws IOException {
        LocalEnd local =
                LocalEnd.open(shell, talking.local(shell, endpoint), progress::interrupted);
        shell.signals().on("INT", progress::interrupted);
        return local;
    }

    private ExitCode talk(Talk talk, LocalEnd local, Progress progress, News news)
            throws Exception {
        try {
            boolean finished =
                    new ShownExchange(shell, local, talking.isQuiet())
                            .hold(talk, local.source(), progress);
            return finished ? ExitCode.OK : ExitCode.INTERRUPTED;
        } finally {
            news.ended(progress);
        }
    }
}
