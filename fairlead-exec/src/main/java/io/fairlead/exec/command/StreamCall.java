package io.fairlead.exec.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fairlead.frame.Frame;
import io.fairlead.service.Peer;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A connection on which commands are called, one after the other. Safe for any thread.
 *
 * <pre>
 *   waiting ──line──▶ running (the peer is paused) ──end──▶ waiting, or closed if the input ended
 * </pre>
 */
final class StreamCall implements Call {
    private final Peer peer;
    private final String who;
    private final Desk desk;
    private final ReentrantLock calling = new ReentrantLock();
    // Guarded by calling.
    private boolean running;
    private boolean inputEnded;
    private boolean left;
    private @Nullable CommandRun run;
    private byte @Nullable [] unsent;

    StreamCall(Peer peer, String who, Desk desk) {
        this.peer = peer;
        this.who = who;
        this.desk = desk;
    }

    @Override
    public String who() {
        return who;
    }

    // ---- the connection's thread ----

    void received(byte[] line) {
        calling.lock();
        try {
            if (running) { // only while the server shuts down
                peer.close();
                return;
            }
            running = true;
            peer.pause();
        } finally {
            calling.unlock();
        }
        desk.serve(this, line);
    }

    void inputEnded() {
        calling.lock();
        try {
            inputEnded = true;
            if (running) return;
        } finally {
            calling.unlock();
        }
        peer.close();
    }

    void writable() {
        calling.lock();
        try {
            if (unsent != null && peer.send(Frame.of(unsent)).isQueued()) finish();
            if (run != null) run.resume();
        } finally {
            calling.unlock();
        }
    }

    void left() {
        calling.lock();
        try {
            left = true;
            if (run != null) run.stop();
        } finally {
            calling.unlock();
        }
    }

    /** Says why nothing is served on this connection, and closes it. */
    void refuse(String words) {
        desk.refused(this, "", "refused " + words);
        peer.send(Frame.of(("end refused " + words + "\n").getBytes(UTF_8)));
        peer.close();
    }

    // ---- the run ----

    @Override
    public boolean send(byte[] lines) {
        return peer.send(Frame.of(lines)).isQueued();
    }

    @Override
    public void began(CommandRun begun) {
        calling.lock();
        try {
            run = begun;
            if (left) begun.stop();
        } finally {
            calling.unlock();
        }
    }

    @Override
    public void ended(byte[] lines) {
        calling.lock();
        try {
            run = null;
            unsent = lines;
            if (peer.send(Frame.of(lines)).isQueued()) finish();
        } finally {
            calling.unlock();
        }
    }

    private void finish() {
        unsent = null;
        running = false;
        if (inputEnded) {
            peer.close();
        } else {
            peer.resume();
        }
    }
}
