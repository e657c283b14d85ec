package io.fairlead.restart;

import io.fairlead.net.Endpoint;
import io.fairlead.net.NetException;
import io.fairlead.net.given.GivenSocket;
import io.fairlead.net.given.GivenSockets;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The process that this one replaces, and what it has handed over. Safe for any thread. */
final class Predecessor implements AutoCloseable {
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(60);

    private final ControlLink link;
    private final ControlListener listener;
    private volatile boolean watched;
    private volatile boolean ended;

    private Predecessor(ControlLink link, ControlListener listener) {
        this.link = link;
        this.listener = listener;
    }

    /**
     * Takes over its sockets.
     *
     * @return null if it has died before it had handed over all of them: there is nobody to replace
     * @throws IOException if it does not hand them over: says why
     */
    static @Nullable Predecessor connect(Path control) throws IOException {
        ControlLink link;
        try {
            link = ControlLink.connect(control);
        } catch (NetException e) {
            if (Set.of("ECONNREFUSED", "ENOENT").contains(e.errno())) return null;
            throw e;
        }
        Taking taking = new Taking(control, link);
        boolean whole = false;
        try {
            whole = taking.takesAll();
            if (!whole) return null;
            GivenSockets all = GivenSockets.here();
            taking.given.values().forEach(one -> all.add(one.asked(), one.sockets()));
            return new Predecessor(link, Objects.requireNonNull(taking.listener));
        } finally {
            if (!whole) taking.giveBack();
        }
    }

    /** The sockets of one server, and the endpoint that it was asked for. */
    private record Given(Endpoint asked, List<GivenSocket> sockets) {}

    /** What has come so far. */
    private static final class Taking {
        private final Path control;
        private final ControlLink link;
        private final Map<String, Given> given = new LinkedHashMap<>(); // by the server's number
        private @Nullable ControlListener listener;

        Taking(Path control, ControlLink link) {
            this.control = control;
            this.link = link;
        }

        /** False if the other process dies before that. */
        boolean takesAll() throws IOException {
            if (!link.sends(Message.of(Message.HELLO).with("version", 1))) return false;
            for (Message said; (said = link.receive(ANSWER_TIMEOUT)) != null; ) {
                if (said.is(Message.ALL)) return true;
                if (said.is(Message.CANCEL)) throw new IOException(said.get("reason"));
                if (said.is(Message.SOCKET)) take(said);
            }
            return false;
        }

        private void take(Message socket) throws IOException {
            int fd = link.takeDescriptor();
            if (socket.get("kind").equals("control")) {
                listener = ControlListener.of(control, fd);
            } else {
                Endpoint asked = Endpoint.parse(socket.get("endpoint"));
                given.computeIfAbsent(
                                socket.get("server"), _ -> new Given(asked, new ArrayList<>()))
                        .sockets()
                        .add(GivenSocket.of(fd, asked));
            }
        }

        void giveBack() {
            link.close();
            given.values().forEach(one -> one.sockets().forEach(GivenSocket::close));
            ControlListener own = listener;
            if (own != null) own.end();
        }
    }

    ControlListener listener() {
        return listener;
    }

    /** Its number; 0 once it has ended. */
    long pid() {
        return ended ? 0 : link.peerPid();
    }

    /**
     * Has it stop accepting.
     *
     * @throws IOException if it does not want to be replaced any more
     */
    void ready() throws IOException {
        // If it has died, this process has its sockets all the same.
        boolean lives = link.sends(Message.of(Message.READY));
        Message answer = lives ? link.receive(ANSWER_TIMEOUT) : null;
        if (answer != null && answer.is(Message.CANCEL)) {
            throw new IOException("the process before this one goes on: " + answer.get("reason"));
        }
        watched = true;
        Thread.ofPlatform().daemon().name("fairlead restart").start(this::awaitEnd);
    }

    private void awaitEnd() {
        try {
            Message said;
            do {
                said = link.receive(Duration.ofDays(1));
            } while (said != null);
        } catch (IOException e) {
            // the link is closed, or broken
        } finally {
            ended = true;
            link.close();
        }
    }

    /** The link goes with the process, or when the other end closes it: see {@link #awaitEnd}. */
    @Override
    public void close() {
        ended = true;
        if (!watched) link.close();
    }
}
