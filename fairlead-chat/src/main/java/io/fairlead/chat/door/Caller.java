package io.fairlead.chat.door;

import io.fairlead.chat.Chat;
import io.fairlead.chat.ChatOptions;
import io.fairlead.chat.Throttle;
import io.fairlead.chat.room.Member;
import io.fairlead.chat.room.MemberListener;
import io.fairlead.chat.room.Newcomer;
import io.fairlead.chat.room.RefusedException;
import io.fairlead.frame.Frame;
import io.fairlead.frame.SharedFrame;
import io.fairlead.service.Peer;
import io.fairlead.service.SendResult;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One connection to a chat, through any door: its member, if it has entered, and the protection of
 * others from it.
 *
 * <ul>
 *   <li>It floods: it is not read from until its bucket has a token again.
 *   <li>It does not read: what does not fit its queue is lost, so it is told so and dropped.
 * </ul>
 *
 * <p>{@link #take}, {@link #ended} and {@link #writable} are for the server's threads; the rest is
 * for the chat's.
 */
public final class Caller {
    /** Lines of one connection that wait for the chat; it is not read from until they are fewer. */
    static final int WAITING_MAX = 64;

    private final Chat chat;
    private final Peer peer;
    private final Throttle throttle; // for the peer's thread
    private volatile boolean lagging;
    private volatile String farewell =
            "you read too slowly, and messages were lost; please reconnect";
    private String failure = "! an error in this server; good-bye";
    private @Nullable Member member;
    private @Nullable Member entered;

    // guarded by this
    private int waiting;
    private boolean throttled;
    private boolean paused;

    /** A connection that has not entered yet. */
    public Caller(Chat chat, Peer peer) {
        this.chat = chat;
        this.peer = peer;
        ChatOptions options = chat.options();
        throttle = new Throttle(options.burst(), options.linesPerSecond(), chat.nanoTime());
    }

    // ---- for the server's threads ----

    /** A line has come: {@code action} serves it. */
    public void take(Runnable action) {
        long waitNs = throttle.take(chat.nanoTime());
        waiting(1, waitNs > 0);
        if (waitNs > 0) chat.after(Duration.ofNanos(waitNs), this::unthrottle);
        chat.act(() -> {
            waiting(-1, false);
            serve(action);
        });
    }

    /** Whatever one line does, it ends one connection, and no other. */
    private void serve(Runnable action) {
        try {
            action.run();
        } catch (Throwable e) {
            fail();
            throw e;
        }
    }

    /** True if so much waits that a datagram, which nothing holds back, should be dropped. */
    boolean isFlooding() {
        synchronized (this) {
            return paused;
        }
    }

    private synchronized void waiting(int more, boolean throttles) {
        waiting += more;
        throttled |= throttles;
        pauseOrResume();
    }

    private synchronized void unthrottle() {
        throttled = false;
        pauseOrResume();
    }

    private void pauseOrResume() {
        boolean wanted = throttled || waiting >= WAITING_MAX;
        if (wanted == paused) return;
        paused = wanted;
        if (paused) peer.pause();
        else peer.resume();
    }

    /** The queue has space again for a caller that did not read. */
    public void writable() {
        if (!lagging) return;
        peer.send(farewell);
        peer.close();
    }

    /** The connection has ended. */
    public void ended(String reason) {
        chat.act(() -> quit(reason));
    }

    // ---- for the chat's thread ----

    /**
     * What the connection is to read when it is dropped.
     *
     * @param slow because it reads too slowly
     * @param failed because something failed here
     */
    public void farewells(String slow, String failed) {
        farewell = slow;
        failure = failed;
    }

    /**
     * Makes the connection a member.
     *
     * @throws RefusedException if the name cannot be had
     */
    public Member enter(String name, Newcomer newcomer) throws RefusedException {
        Member newMember = chat.hall().enter(name, newcomer);
        member = newMember;
        entered = newMember;
        return newMember;
    }

    /** A newcomer from this connection's address. */
    public Newcomer newcomer(String user, String realName, MemberListener listener) {
        return new Newcomer(user, chat.addresses().cloak(peer.remoteAddress()), realName, listener);
    }

    /** The member; null if it has not entered, or has quit. */
    public @Nullable Member member() {
        return member;
    }

    /** True if {@code author} is this connection's member, or was when it had not quit yet. */
    public boolean is(Member author) {
        return author.equals(entered);
    }

    /** Takes the member out of the hall, if there is one. */
    public void quit(String reason) {
        Member leaving = member;
        member = null;
        if (leaving != null) chat.hall().quit(leaving, reason);
    }

    /** Ends the connection, for which something has failed here. */
    public void fail() {
        quit("an error of the server");
        boolean _ = send(failure);
        close();
    }

    /** Sends a line; false if the connection is lost or does not read. */
    public boolean send(Frame line) {
        return !lagging && isQueued(peer.send(line));
    }

    /** Sends a line that others get, too; as {@link #send(Frame)}. */
    public boolean send(SharedFrame line) {
        return !lagging && isQueued(peer.send(line));
    }

    private boolean isQueued(SendResult result) {
        if (result.isQueued()) return true;
        lagging = true;
        chat.act(() -> quit("read too slowly"));
        return false;
    }

    /** Sends a line. */
    public boolean send(String line) {
        return send(Frame.of(line));
    }

    /** Ends the connection when all is sent that the chat has for it. */
    public void close() {
        chat.then(peer::close);
    }
}
