package io.fairlead.load;

import io.fairlead.net.NetException;
import io.fairlead.tls.layer.TlsRules;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Collections;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSessionContext;
import org.jspecify.annotations.Nullable;

/** Sockets over which TLS is spoken, by engines of the JDK. For one thread. */
final class TlsSockets implements LaneSockets {
    /** No plain text: what an engine has to say by itself. */
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private static final int RECORD_BYTES = 17 * 1024;
    private static final int ARRIVED_BYTES = 64 * 1024;

    /** Where records come in and go out. */
    private final Memory records = new Memory(ARRIVED_BYTES);

    /** Where plain text would come if there were any in a handshake. */
    private final Memory handshake = new Memory(RECORD_BYTES);

    /** Where one record is made; on the heap, where the JDK's ciphers are faster. */
    private final ByteBuffer record = ByteBuffer.allocate(RECORD_BYTES);

    private final ByteBuffer arrived = ByteBuffer.allocate(ARRIVED_BYTES + RECORD_BYTES);
    private final LaneSockets sockets;
    private final Load load;
    private final TlsRules rules;

    TlsSockets(LaneSockets sockets, Load load) throws NetException {
        this.sockets = sockets;
        this.load = load;
        // The tasks of a handshake are this load's own work.
        rules = TlsRules.ofClient(load.endpoint(), load.tls(), Runnable::run);
    }

    @Override
    public @Nullable LaneSocket connect(Lane lane) throws IOException {
        LaneSocket socket = sockets.connect(lane);
        return socket == null ? null : new TlsSocket(socket, rules.engine());
    }

    /** All that has come: what was left of the last time, and what is in {@link #records}. */
    private ByteBuffer arrived(byte @Nullable [] cut, int count) {
        arrived.clear();
        if (cut != null) arrived.put(cut);
        return arrived.put(records.buffer(0, count)).flip();
    }

    /** What is left in {@code bytes}; null if that is nothing. */
    private static byte @Nullable [] rest(ByteBuffer bytes) {
        if (!bytes.hasRemaining()) return null;
        byte[] rest = new byte[bytes.remaining()];
        bytes.get(rest);
        return rest;
    }

    /** The next connection makes a whole handshake, if that is wanted. */
    private void forget(SSLEngine engine) {
        if (load.resumes()) return;
        SSLSessionContext context = engine.getSession().getSessionContext();
        if (context == null) return;
        for (byte[] id : Collections.list(context.getIds())) {
            var session = context.getSession(id);
            if (session != null) session.invalidate();
        }
    }

    @Override
    public int await(long timeoutNs) throws IOException {
        return sockets.await(timeoutNs);
    }

    @Override
    public Lane lane(int index) {
        return sockets.lane(index);
    }

    @Override
    public boolean isReadable(int index) {
        return sockets.isReadable(index);
    }

    @Override
    public boolean isWritable(int index) {
        return sockets.isWritable(index);
    }

    @Override
    public int sources() {
        return sockets.sources();
    }

    @Override
    public void close() {
        sockets.close();
    }

    /** One socket: connecting is done when the handshake is. */
    private final class TlsSocket implements LaneSocket {
        private final LaneSocket socket;
        private final SSLEngine engine;
        private byte @Nullable [] cut; // the begin of a record, whose rest has not come
        private byte @Nullable [] unsent; // records, or a part of one
        private boolean connected;
        private boolean open;
        private boolean wantsOutput = true;

        TlsSocket(LaneSocket socket, SSLEngine engine) {
            this.socket = socket;
            this.engine = engine;
        }

        // ---- the handshake ----

        @Override
        public boolean tryFinishConnect() throws IOException {
            try {
                if (!connected) {
                    if (!socket.tryFinishConnect()) return false;
                    connected = true;
                    engine.beginHandshake();
                }
                return shakeHands();
            } catch (SSLException e) {
                throw NetException.of("connect", load.endpoint(), e);
            }
        }

        private boolean shakeHands() throws IOException {
            flush();
            while (unsent == null) {
                switch (engine.getHandshakeStatus()) {
                    case NEED_WRAP -> speak();
                    case NEED_TASK -> engine.getDelegatedTask().run();
                    case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
                        if (!listens()) return false;
                    }
                    case FINISHED, NOT_HANDSHAKING -> {
                        open = true;
                        socket.watchOutput(true); // as for one that has just connected
                        return true;
                    }
                }
            }
            return false;
        }

        /** Takes what has come of the other end's part; false if that is nothing. */
        private boolean listens() throws IOException {
            int count = receive(handshake);
            if (count == ENDED) throw new SSLException("the server ended the connection");
            if (engine.getHandshakeStatus() != HandshakeStatus.NEED_UNWRAP) return true;
            socket.watchOutput(false); // there is nothing to send until it has answered
            return false;
        }

        private void speak() throws IOException {
            wrap(NOTHING);
            flush();
        }

        // ---- in ----

        @Override
        public int receive(Memory memory) throws IOException {
            int count = socket.receive(records);
            ByteBuffer in = arrived(cut, Math.max(0, count));
            ByteBuffer plain = memory.buffer(0, memory.size);
            boolean ended = count == ENDED;
            boolean goes = in.hasRemaining();
            while (goes) {
                SSLEngineResult result = engine.unwrap(in, plain);
                ended |= result.getStatus() == Status.CLOSED;
                goes = result.getStatus() == Status.OK && in.hasRemaining();
                goes &= maySoon(result.getHandshakeStatus());
            }
            cut = rest(in);
            return ended && plain.position() == 0 ? ENDED : plain.position();
        }

        /** Does what the engine wants beside unwrapping; false if it wants something first. */
        private boolean maySoon(HandshakeStatus wanted) throws IOException {
            // A ticket that comes later ends like a handshake. What follows the first is for the
            // lane.
            if (wanted == HandshakeStatus.FINISHED && !open) return false;
            if (wanted == HandshakeStatus.NEED_TASK) engine.getDelegatedTask().run();
            boolean speaks = engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP;
            if (speaks && !isShaking()) speak(); // a key update, say
            return !speaks || !isShaking();
        }

        private boolean isShaking() {
            return engine.getHandshakeSession() != null;
        }

        // ---- out ----

        @Override
        public int send(Memory memory, int offset, int count) throws IOException {
            flush();
            int sent = 0;
            while (unsent == null && sent < count) {
                sent += wrap(memory.buffer(offset + sent, count - sent));
                flush();
            }
            return sent;
        }

        /** Makes one record; returns how many bytes of {@code plain} are in it. */
        private int wrap(ByteBuffer plain) throws IOException {
            ByteBuffer one = record.clear();
            SSLEngineResult result = engine.wrap(plain, one);
            unsent = rest(one.flip());
            return result.bytesConsumed();
        }

        @Override
        public void flush() throws IOException {
            byte[] left = unsent;
            if (left == null) return;
            records.buffer(0, left.length).put(left);
            int sent = socket.send(records, 0, left.length);
            unsent = rest(ByteBuffer.wrap(left, sent, left.length - sent));
            watch();
        }

        @Override
        public void watchOutput(boolean wanted) throws IOException {
            wantsOutput = wanted;
            watch();
        }

        private void watch() throws IOException {
            socket.watchOutput(wantsOutput || unsent != null);
        }

        @Override
        public void close() {
            if (connected && !isShaking()) {
                forget(engine);
                engine.closeOutbound();
                try {
                    if (unsent == null) speak();
                } catch (IOException e) {
                    // the server has left before
                }
            }
            socket.close();
        }
    }
}
