package io.fairlead.services;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.fairlead.frame.Frame;
import io.fairlead.net.text.Printable;
import io.fairlead.service.HomeConsumer;
import io.fairlead.service.Peer;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/**
 * Welcomes every client, prints each line, and sends it back. It is the classic first server, and
 * shows both directions at work. For streams. Thread-safe if the printer is. The printer stays in
 * the server's process, even if copies of this service run in other processes.
 */
public final class Greet implements LineService, Serializable {
    private static final long serialVersionUID = 1;

    private static final byte[] YOU_SAID = "You said: ".getBytes(US_ASCII);

    private final HomeConsumer print;

    /**
     * @param print receives each line, with control characters escaped; called from several threads
     */
    public Greet(Consumer<String> print) {
        this.print = new HomeConsumer(print);
    }

    @Override
    public void onOpen(Peer peer) {
        boolean _ = LineService.sendFitting(peer, "Welcome to server!", "Welcome!");
    }

    @Override
    public void onFrame(Peer peer, Frame line) {
        print.accept(Printable.of(line.text()));
        ByteBuffer answer = ByteBuffer.allocate(YOU_SAID.length + line.size());
        LineService.answer(
                peer, Frame.of(answer.put(YOU_SAID).put(line.buffer()).flip()), "to repeat");
    }
}
