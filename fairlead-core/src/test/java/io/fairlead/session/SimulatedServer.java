package io.fairlead.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.frame.Codec;
import io.fairlead.frame.Frame;
import io.fairlead.frame.FrameException;
import io.fairlead.frame.Slab;
import io.fairlead.service.CloseReason;
import io.fairlead.service.Limits;
import io.fairlead.service.Peer;
import io.fairlead.service.Service;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Drives one session through its four doors as a server does, but without sockets, threads or a
 * real clock: a seed decides how short each transfer is, what would block, and what comes when.
 */
final class SimulatedServer extends NoCarrier implements Service {
    private static final long STARVED_NS = 100_000_000;

    final Random random;
    final Slab slab;
    final Session session;
    final List<String> calls = new ArrayList<>();
    final List<String> pushed = new ArrayList<>();
    final ByteArrayOutputStream clientGot = new ByteArrayOutputStream();
    Next next = Next.WAIT;
    long nowNs;
    boolean resetByClient;
    boolean outputShut;
    private final byte[] clientSends;
    private final boolean clientCloses;
    private int sentByClient;
    private @Nullable ByteBuffer inKernel;
    private @Nullable Peer peer;
    private boolean ended;
    private boolean serving;

    /**
     * @param clientSends all that the client will send
     * @param clientCloses true if it then closes its direction
     */
    SimulatedServer(
            Random random, Codec codec, Limits limits, byte[] clientSends, boolean clientCloses) {
        this.random = random;
        this.clientSends = clientSends;
        this.clientCloses = clientCloses;
        slab = new Slab(limits.bufferBytesTotal());
        session = new Session(new Terms(codec, this, limits, slab, () -> nowNs), this);
    }

    // ---- the service: an echo that checks that its calls come one at a time ----

    private void called(String call) {
        if (serving) throw new AssertionError(call + " inside of another call");
        if (ended) throw new AssertionError(call + " after onClose");
        calls.add(call);
    }

    @Override
    public void onOpen(Peer opened) {
        called("open");
        peer = opened;
    }

    @Override
    public void onFrame(Peer from, Frame frame) {
        called("frame");
        serving = true;
        from.send(frame);
        if (random.nextInt(8) == 0) push();
        serving = false;
    }

    @Override
    public void onInputEnd(Peer from) {
        called("inputEnd");
        from.close();
    }

    @Override
    public void onBadFrame(Peer from, FrameException error) {
        called("badFrame");
        from.send("bad");
    }

    @Override
    public void onWritable(Peer from) {
        called("writable");
    }

    @Override
    public void onClose(Peer from, CloseReason reason) {
        called("close");
        ended = true;
    }

    /** What another thread of the service may do at any time. */
    private void push() {
        String text = "push" + pushed.size();
        if (peer != null && peer.send(text).isQueued()) pushed.add(text);
    }

    // ---- the driver ----

    /** One event, chosen by the seed. */
    void step() {
        nowNs += random.nextInt(1_000);
        switch (random.nextInt(10)) {
            case 0, 1, 2 -> receive();
            case 3, 4 -> send();
            case 5 -> beginSlowSend();
            case 6 -> endSlowSend();
            case 7 -> push();
            case 8 -> session.expire();
            default -> {} // woken for nothing
        }
        ask();
    }

    /** What every driver asks after a turn. */
    void ask() {
        next = session.next(random.nextInt(4) == 0);
        if (next != Next.SHUT_DOWN) return;
        assertThat(outputShut).as("told to shut down before").isFalse();
        outputShut = true;
        ask();
    }

    private void receive() {
        if (!session.wantsReceive()) return;
        ByteBuffer space = session.receiveSpace();
        if (space == null) {
            nowNs += STARVED_NS; // no memory: it is asked for again and again
            return;
        }
        int left = clientSends.length - sentByClient;
        int count = Math.min(left, random.nextInt(1 + Math.min(space.remaining(), 200)));
        if (random.nextInt(10) == 0) count = Math.min(left, space.remaining());
        if (count > 0) {
            space.put(clientSends, sentByClient, count);
            sentByClient += count;
            session.received(count);
        } else if (left == 0 && (clientCloses || outputShut)) {
            session.receiveEnded();
        } else {
            session.receivedNothing();
        }
    }

    private void send() {
        ByteBuffer bytes = session.beginSend();
        if (bytes != null) take(bytes);
    }

    /** The kernel, or io_uring, keeps the bytes while other things happen. */
    private void beginSlowSend() {
        if (inKernel == null) inKernel = session.beginSend();
    }

    private void endSlowSend() {
        ByteBuffer bytes = inKernel;
        inKernel = null;
        if (bytes != null) take(bytes);
    }

    private void take(ByteBuffer bytes) {
        byte[] taken = new byte[random.nextInt(3) == 0 ? 0 : random.nextInt(bytes.remaining() + 1)];
        bytes.get(taken);
        clientGot.writeBytes(taken);
        session.endSend(taken.length);
    }

    /** Ends the session as drivers do, with a send under way or not. */
    void end() {
        boolean sendLast = random.nextBoolean();
        if (!sendLast && inKernel != null) session.endSend(0);
        session.end();
        if (sendLast && inKernel != null) session.endSend(0);
        inKernel = null;
    }

    /** For the report of a seed that fails. */
    @Override
    public String toString() {
        return "sent %d of %d, output shut %s, in kernel %s, next %s, %s: %s"
                .formatted(
                        sentByClient,
                        clientSends.length,
                        outputShut,
                        inKernel,
                        next,
                        session.closeReason(),
                        calls);
    }
}
