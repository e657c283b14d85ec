package io.fairlead.tls.layer;

import io.fairlead.frame.Codec;
import io.fairlead.frame.Slab;
import io.fairlead.service.Limits;
import io.fairlead.service.Service;
import io.fairlead.session.Carrier;
import io.fairlead.session.Next;
import io.fairlead.session.Session;
import io.fairlead.session.SocketEnds;
import io.fairlead.session.SocketSide;
import io.fairlead.session.Terms;
import java.io.ByteArrayOutputStream;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/** One of two ends that are driven back to back, without a socket: what one sends, arrives. */
final class WireEnd implements Carrier, SocketEnds {
    static final Codec CODEC = Codec.lengthPrefixed(4).maxBytes(8 << 20);

    private static final int TURNS_MAX = 1_000_000;

    final Slab slab = new Slab(64 << 20);
    final Session session;
    final SocketSide wire;
    private final IntSupplier cut;
    private final ByteArrayOutputStream arriving = new ByteArrayOutputStream();
    boolean inputOver; // the other end's FIN has come
    boolean ended;
    boolean holdsOutput; // the kernel takes nothing
    int bytesTaken;
    private boolean changed;
    private @Nullable Next last;

    /**
     * @param cut how many bytes go at a time, at least 1
     */
    WireEnd(TlsRules rules, Service service, Limits limits, IntSupplier cut) {
        Terms terms = new Terms(CODEC, service, limits, slab, TestClock.ONE, rules);
        this.cut = cut;
        session = new Session(terms, this);
        wire = rules.over(session, terms, this);
        wire.open();
    }

    /** What has come, and waits to be read. */
    void arrives(byte[] bytes) {
        arriving.writeBytes(bytes);
    }

    int arrived() {
        return arriving.size();
    }

    /** Takes turns until neither of the two has anything to do. */
    static void run(WireEnd one, WireEnd other) {
        boolean busy = true;
        for (int turns = 0; busy; turns++) {
            if (turns > TURNS_MAX) throw new AssertionError("no end of " + one + " and " + other);
            busy = one.turn(other);
            busy |= other.turn(one);
        }
    }

    /** Tries to send, as a driver does when memory may be had again. */
    static void send(WireEnd one, WireEnd other) {
        boolean _ = one.sends(other);
    }

    /** Does what the wire asks for, once; false if it has to wait. */
    boolean turn(WireEnd other) {
        if (ended) return false;
        changed = false;
        Next next = wire.next(holdsOutput);
        last = next;
        boolean busy =
                switch (next) {
                    case SEND -> sends(other);
                    case SHUT_DOWN -> shutsDown(other);
                    case RECEIVE, RECEIVE_ARRIVED -> receives(next);
                    case WAIT, WAIT_FOR_MEMORY -> false;
                    case END -> ends(other);
                };
        return busy || changed;
    }

    private boolean sends(WireEnd other) {
        ByteBuffer bytes = wire.beginSend();
        if (bytes == null) return true;
        int count = Math.min(bytes.remaining(), cut.getAsInt());
        byte[] sent = new byte[count];
        bytes.get(sent);
        other.arrives(sent);
        bytesTaken += count;
        wire.endSend(count);
        return true;
    }

    private boolean shutsDown(WireEnd other) {
        other.inputOver = true;
        return true;
    }

    private boolean receives(Next next) {
        if (arriving.size() == 0) return receivesNothing(next);
        ByteBuffer space = wire.receiveSpace();
        if (space == null) return false;
        byte[] all = arriving.toByteArray();
        int count = Math.min(Math.min(all.length, space.remaining()), cut.getAsInt());
        space.put(all, 0, count);
        arriving.reset();
        arriving.write(all, count, all.length - count);
        wire.received(count);
        return true;
    }

    private boolean receivesNothing(Next next) {
        if (inputOver) {
            inputOver = false;
            wire.receiveEnded();
            return true;
        }
        if (next == Next.RECEIVE_ARRIVED) wire.receivedNothing();
        return next == Next.RECEIVE_ARRIVED;
    }

    private boolean ends(WireEnd other) {
        ended = true;
        wire.end();
        other.inputOver = true;
        return true;
    }

    @Override
    public String toString() {
        return "an end that does " + last + ", " + arriving.size() + " bytes waiting";
    }

    // ---- Carrier ----

    @Override
    public SocketEnds socket() {
        return this;
    }

    @Override
    public long id() {
        return 1;
    }

    @Override
    public int readBytesMax() {
        return 64 * 1024;
    }

    @Override
    public void wake() {
        changed = true;
    }

    @Override
    public SocketAddress remoteAddress() {
        return InetSocketAddress.createUnresolved("other", 1);
    }

    @Override
    public SocketAddress localAddress() {
        return InetSocketAddress.createUnresolved("own", 2);
    }
}
