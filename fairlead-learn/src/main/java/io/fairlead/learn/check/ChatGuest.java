package io.fairlead.learn.check;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Someone in the learner's chat, over TCP or UDP. */
final class ChatGuest implements Closeable {
    private final @Nullable TestClient caller;
    private final @Nullable Correspondent correspondent;
    private final StringBuilder heard = new StringBuilder();

    ChatGuest(LearnerServer site) throws IOException {
        caller = site.isDatagram() ? null : site.call();
        correspondent = site.isDatagram() ? new Correspondent(site) : null;
    }

    /** Says a line; over UDP a datagram without a line end. */
    void say(String words) throws IOException {
        if (caller != null) caller.send(words + "\n");
        if (correspondent != null) correspondent.send(words.getBytes(UTF_8));
    }

    /** Waits until a text is heard that ends with {@code words}; whether it was. */
    boolean hears(String words) throws IOException {
        while (heard.indexOf(words) < 0) {
            byte[] came = next();
            if (came.length == 0) return false;
            heard.append(new String(came, ISO_8859_1));
        }
        return true;
    }

    /** A part of what is said to it; empty if nothing comes. */
    private byte[] next() throws IOException {
        if (caller != null) return caller.receive(1);
        byte[] came = correspondent == null ? null : correspondent.receive();
        return came == null ? new byte[0] : came;
    }

    /** All that it heard so far. */
    String heard() {
        return heard.toString();
    }

    List<String> story() {
        if (caller != null) return caller.story();
        return correspondent == null ? List.of() : correspondent.story();
    }

    /** Sends the end and breaks off, so that the next that is sent to it raises SIGPIPE. */
    void leave() throws IOException {
        if (caller != null) caller.end();
        close();
    }

    /** Goes without a word. */
    @Override
    public void close() throws IOException {
        if (caller != null) caller.close();
        if (correspondent != null) correspondent.close();
    }
}
