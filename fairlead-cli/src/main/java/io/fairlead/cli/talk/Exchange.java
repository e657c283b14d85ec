package io.fairlead.cli.talk;

import io.fairlead.cli.talk.local.Display;
import io.fairlead.cli.talk.local.Source;
import io.fairlead.net.NetException;

/** Both directions of a talk at the same time, each on a thread of its own. */
final class Exchange {
    private static final long SENDER_END_MS = 500;

    private final Talk talk;
    private final Source source;
    private final Display display;
    private final Progress progress;
    private final Thread sender;
    private final Thread receiver;

    Exchange(Talk talk, Source source, Display display, Progress progress) {
        this.talk = talk;
        this.source = source;
        this.display = display;
        this.progress = progress;
        // Daemons: nothing ends a read of standard input but the end of the process.
        sender = Thread.ofPlatform().daemon().name("fairlead send").unstarted(this::send);
        receiver = Thread.ofPlatform().daemon().name("fairlead receive").unstarted(this::receive);
    }

    /** Returns when both directions have ended; false if a person broke it off. */
    boolean run() throws Exception {
        receiver.start();
        sender.start();
        boolean finished = progress.awaitEnd();
        if (finished) display.ended();
        return finished;
    }

    /** Stops sending, and waits a moment for it. */
    void awaitSender() throws InterruptedException {
        sender.interrupt();
        sender.join(SENDER_END_MS);
    }

    private void send() {
        try {
            talk.send(source, display, progress);
            progress.inputEnded();
        } catch (NetException e) {
            progress.sendFailed(e);
        } catch (Exception e) {
            progress.failed(e);
        }
    }

    private void receive() {
        try {
            talk.receive(display, progress);
            display.ended();
            progress.peerEnded();
        } catch (Exception e) {
            progress.failed(e);
        }
    }
}
