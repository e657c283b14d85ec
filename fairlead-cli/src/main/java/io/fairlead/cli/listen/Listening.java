package io.fairlead.cli.listen;

import io.fairlead.cli.ExitCode;
import io.fairlead.cli.Shell;
import io.fairlead.cli.talk.Progress;
import io.fairlead.cli.talk.ShownExchange;
import io.fairlead.cli.talk.TalkOptions;
import io.fairlead.cli.talk.local.LocalEnd;
import io.fairlead.cli.talk.local.SharedInput;
import io.fairlead.cli.talk.local.Source;
import io.fairlead.client.raw.StreamClient;
import io.fairlead.client.raw.StreamListener;
import io.fairlead.net.Endpoint;
import io.fairlead.net.NetException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Listens for connections, and talks to the first, or to one after the other. */
final class Listening {
    private final Shell shell;
    private final Endpoint endpoint;
    private final TalkOptions talking;
    private final Interrupt interrupt = new Interrupt();

    Listening(Shell shell, Endpoint endpoint, TalkOptions talking) {
        this.shell = shell;
        this.endpoint = endpoint;
        this.talking = talking;
    }

    /** Talks to the first peer; those who come later are refused. */
    ExitCode onePeer() throws Exception {
        try (StreamListener listener = StreamListener.open(endpoint);
                LocalEnd local = open()) {
            News news = news(local, listener);
            try (StreamClient peer = accept(listener)) {
                if (peer == null) {
                    news.nobody();
                    return ExitCode.INTERRUPTED;
                }
                close(listener); // who comes now is refused, not left waiting
                boolean finished = talk(local, peer, local.source(), news);
                return finished ? ExitCode.OK : ExitCode.INTERRUPTED;
            }
        }
    }

    /** Talks to one peer after the other, until Ctrl-C. */
    ExitCode eachPeer() throws Exception {
        try (StreamListener listener = StreamListener.open(endpoint);
                LocalEnd local = open()) {
            News news = news(local, listener);
            SharedInput input = local.sharedInput();
            while (!interrupt.happened()) nextPeer(listener, local, input, news);
            return ExitCode.INTERRUPTED;
        }
    }

    private void nextPeer(StreamListener listener, LocalEnd local, SharedInput input, News news)
            throws Exception {
        StreamClient peer = accept(listener);
        if (peer == null) return;
        try (peer) {
            talk(local, peer, input.next(), news);
        } catch (NetException e) { // one peer's trouble is not the next one's
            local.say(String.valueOf(e.getMessage()));
        }
    }

    private LocalEnd open() throws IOException {
        return LocalEnd.open(shell, talking.local(shell, endpoint), interrupt);
    }

    private News news(LocalEnd local, StreamListener listener) {
        shell.signals().on("INT", interrupt);
        News news = new News(local, talking.isQuiet());
        news.listening(listener.endpoint(), "");
        return news;
    }

    /** The next peer; null if a person broke it off. */
    private @Nullable StreamClient accept(StreamListener listener) throws NetException {
        interrupt.ends(() -> close(listener));
        try {
            return listener.accept();
        } catch (NetException e) {
            if (interrupt.happened()) return null;
            throw e;
        }
    }

    private void close(StreamListener listener) {
        try {
            listener.close();
        } catch (NetException e) {
            shell.say(String.valueOf(e.getMessage()));
        }
    }

    private boolean talk(LocalEnd local, StreamClient peer, Source source, News news)
            throws Exception {
        Progress progress = new Progress(talking.patience(shell, null));
        interrupt.ends(progress::interrupted);
        news.connected(peer.remoteAddress());
        try {
            return new ShownExchange(shell, local, talking.isQuiet())
                    .hold(talking.over(peer, local), source, progress);
        } finally {
            news.ended(progress);
        }
    }
}
