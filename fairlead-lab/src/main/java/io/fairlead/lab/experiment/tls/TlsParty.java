package io.fairlead.lab.experiment.tls;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fairlead.lab.Fd;
import io.fairlead.lab.Side;
import io.fairlead.posix.SocketConstants;
import io.fairlead.tls.keylog.ConnectionSecrets;
import io.fairlead.tls.keylog.DerivationScope;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.util.Locale;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;

/** One end of TLS, whose records go by the calls of a side. For one thread. */
final class TlsParty {
    private static final int BYTES = 64 * 1024;
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final Side side;
    private final Fd fd;
    private final SSLEngine engine;
    private final ConnectionSecrets secrets;
    private final ByteBuffer in = ByteBuffer.allocate(BYTES);
    private final ByteBuffer out = ByteBuffer.allocate(BYTES);
    private final StringBuilder heard = new StringBuilder();

    TlsParty(Side side, Fd fd, SSLEngine engine, ConnectionSecrets secrets) {
        this.side = side;
        this.fd = fd;
        this.engine = engine;
        this.secrets = secrets;
    }

    Fd fd() {
        return fd;
    }

    void begin() throws SSLException {
        engine.beginHandshake();
    }

    /** Whether the other end has said that it sends no more. */
    boolean hasHeardTheEnd() {
        return engine.isInboundDone();
    }

    /** Sends what it has to say by itself, in one call; false if that is nothing. */
    boolean speaks() throws SSLException {
        boolean goesOn = true;
        while (goesOn) {
            runTasks();
            boolean wants = engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP;
            goesOn = wants && wrap(NOTHING) > 0;
            if (goesOn && in.position() > 0) unwrap(); // Java's TLS had to say that first
        }
        return sendRecords() > 0;
    }

    /** Sends text; whether TLS lets it. */
    boolean says(String text) throws SSLException {
        ByteBuffer plain = ByteBuffer.wrap(text.getBytes(UTF_8));
        int _ = wrap(plain);
        int _ = sendRecords();
        return !plain.hasRemaining();
    }

    /** Says that it sends no more: close_notify. */
    void ends() throws SSLException {
        engine.closeOutbound();
        int _ = wrap(NOTHING);
        int _ = sendRecords();
    }

    private int wrap(ByteBuffer plain) throws SSLException {
        int begin = out.position();
        try (DerivationScope _ = secrets.listen()) {
            int produced = engine.wrap(plain, out).bytesProduced();
            secrets.sent(out.slice(begin, produced), produced);
            return produced;
        }
    }

    private int sendRecords() {
        byte[] bytes = new byte[out.flip().remaining()];
        out.get(bytes).clear();
        if (bytes.length == 0) return 0;
        return sends(bytes, "records");
    }

    /** send(2) of bytes as they are. */
    int sends(byte[] bytes, String what) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = arena.allocateFrom(ValueLayout.JAVA_BYTE, bytes);
            int flags = SocketConstants.MSG_NOSIGNAL;
            int result = side.sockets().send(fd.number(), memory.address(), bytes.length, flags);
            String shown = String.format(Locale.ROOT, "%s, %s, %d", fd, what, bytes.length);
            return side.show("send(%s, MSG_NOSIGNAL)".formatted(shown), result);
        }
    }

    /** recv(2), once, and what came in it in clear text; empty at the end, too. */
    String hears() throws SSLException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = arena.allocate(in.remaining());
            int bytes = in.remaining();
            int result = side.sockets().recv(fd.number(), memory.address(), bytes, 0);
            String shown = result == 0 ? "0 (end of input)" : result + " (records)";
            int _ =
                    side.show(
                            String.format(Locale.ROOT, "recv(%s, %d, 0)", fd, BYTES),
                            result,
                            shown);
            if (result > 0) in.put(memory.asSlice(0, result).toArray(ValueLayout.JAVA_BYTE));
        }
        unwrap();
        String text = heard.toString();
        heard.setLength(0);
        return text;
    }

    private void unwrap() throws SSLException {
        ByteBuffer plain = ByteBuffer.allocate(BYTES);
        in.flip();
        boolean goesOn = in.hasRemaining();
        while (goesOn) {
            ByteBuffer rest = in.slice();
            secrets.received(rest, rest.remaining());
            try (DerivationScope _ = secrets.listen()) {
                SSLEngineResult result = engine.unwrap(in, plain);
                goesOn = result.bytesConsumed() > 0 && in.hasRemaining();
            }
            goesOn |= runTasks() && in.hasRemaining();
        }
        in.compact();
        heard.append(UTF_8.decode(plain.flip()));
    }

    /** Does the longer work; false if there is none. */
    private boolean runTasks() {
        boolean ran = false;
        Runnable task = engine.getDelegatedTask();
        while (task != null) {
            try (DerivationScope _ = secrets.listen()) {
                task.run();
            }
            ran = true;
            task = engine.getDelegatedTask();
        }
        return ran;
    }

    /** What Java's TLS says of an end that came without close_notify; empty if it came with it. */
    String complaint() {
        try {
            engine.closeInbound();
            return "";
        } catch (SSLException e) {
            return String.valueOf(e.getMessage());
        }
    }
}
