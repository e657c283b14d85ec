package io.fairlead.proxy.layer;

import io.fairlead.session.Next;
import io.fairlead.session.SocketSide;
import java.nio.ByteBuffer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a driver asks goes to one side, until that has done its part and names the one for the rest.
 * Threads as {@link SocketSide} says; the switch belongs to the session's own thread.
 */
final class SwitchedSide implements SocketSide {
    private volatile SocketSide now;

    /**
     * @param first makes the side that begins, which may keep this one for {@link #goOnWith}
     */
    @SuppressWarnings("this-escape") // it is asked nothing before this has been made
    SwitchedSide(Function<SwitchedSide, SocketSide> first) {
        now = first.apply(this);
    }

    /** Has {@code next} have the connection from now on, and opens it. */
    void goOnWith(SocketSide next) {
        now = next;
        next.open();
    }

    @Override
    public void open() {
        now.open();
    }

    @Override
    public @Nullable ByteBuffer receiveSpace() {
        return now.receiveSpace();
    }

    @Override
    public @Nullable ByteBuffer arrivedSpace() {
        return now.arrivedSpace();
    }

    @Override
    public boolean wantsReceive() {
        return now.wantsReceive();
    }

    @Override
    public void received(int count) {
        now.received(count);
    }

    @Override
    public void receivedNothing() {
        now.receivedNothing();
    }

    @Override
    public void receiveEnded() {
        now.receiveEnded();
    }

    @Override
    public Next next(boolean sendBlocked) {
        return now.next(sendBlocked);
    }

    @Override
    public Next nextToSend() {
        return now.nextToSend();
    }

    @Override
    public @Nullable ByteBuffer beginSend() {
        return now.beginSend();
    }

    @Override
    public void endSend(int count) {
        now.endSend(count);
    }

    @Override
    public long deadlineNs() {
        return now.deadlineNs();
    }

    @Override
    public boolean expire() {
        return now.expire();
    }

    @Override
    public void end() {
        now.end();
    }

    @Override
    public boolean isPlain() {
        return now.isPlain();
    }
}
