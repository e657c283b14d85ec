package io.fairlead.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.frame.Slab;
import io.fairlead.net.Endpoint;
import io.fairlead.net.socket.ConnectTarget;
import io.fairlead.net.socket.Listener;
import io.fairlead.server.loop.EventLoop;
import io.fairlead.server.loop.LoopAttempt;
import io.fairlead.server.loop.LoopDoor;
import io.fairlead.server.loop.LoopEngine;
import io.fairlead.server.loop.LoopEntry;
import io.fairlead.server.loop.LoopStream;
import io.fairlead.server.loop.PollingModel;
import io.fairlead.server.loop.Readiness;
import io.fairlead.server.report.ConnectionReport;
import io.fairlead.server.site.LoopSocket;
import io.fairlead.server.site.Site;
import io.fairlead.service.CloseReason;
import io.fairlead.service.Limits;
import io.fairlead.session.Terms;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever goes wrong in a turn of a connection, in Fairlead itself too, ends that one alone. */
@Timeout(120)
class FailingSocketTest {
    private static final byte[] NO_FRAME = {127, -1, -1, -1}; // longer than any may be

    private final Recorder recorder = new Recorder();
    private volatile String fails = "";

    private void here(String where) {
        if (fails.equals(where)) throw new IllegalStateException("a fault in " + where);
    }

    private final class Failing implements LoopSocket {
        private final LoopSocket plain;
        private final boolean sound;

        Failing(LoopSocket plain, boolean sound) {
            this.plain = plain;
            this.sound = sound;
        }

        @Override
        public int read(ByteBuffer into) throws IOException {
            int count = plain.read(into);
            if (!sound && count > 0) here("read");
            return count;
        }

        @Override
        public int write(ByteBuffer from) throws IOException {
            if (!sound) here("write");
            return plain.write(from);
        }

        @Override
        public void shutdownOutput() throws IOException {
            if (!sound) here("shutdownOutput");
            plain.shutdownOutput();
        }

        @Override
        public SocketAddress remoteAddress() {
            return plain.remoteAddress();
        }

        @Override
        public SocketAddress localAddress() {
            return plain.localAddress();
        }

        @Override
        public void close() {
            plain.close();
            if (!sound) here("close");
        }
    }

    /** Its first connection is sound, the others fail where they are told to. */
    private final class FailingReadiness implements Readiness {
        private final PollingModel plain = new PollingModel();

        LoopDoor door(Listener listener) {
            return new FailingDoor(plain.door(listener));
        }

        @Override
        public void add(LoopEntry stream) {
            plain.add(stream);
            if (!((Failing) stream.socket()).sound) here("add");
        }

        @Override
        public LoopSocket connect(ConnectTarget target) throws IOException {
            return plain.connect(target);
        }

        @Override
        public void addConnecting(LoopAttempt attempt) {
            plain.addConnecting(attempt);
        }

        @Override
        public void addConnected(LoopAttempt attempt, LoopStream stream) {
            plain.addConnected(attempt, stream);
        }

        @Override
        public void watch(LoopEntry stream, boolean input, boolean output) {}

        @Override
        public void remove(LoopEntry stream) {
            plain.remove(stream);
            if (!((Failing) stream.socket()).sound) here("remove");
        }

        @Override
        public void await(long timeoutNs, EventLoop loop) {
            plain.await(timeoutNs, loop);
        }

        @Override
        public void wake() {}

        @Override
        public void close() {
            plain.close();
        }
    }

    private final class FailingDoor implements LoopDoor {
        private final LoopDoor plain;
        private boolean first = true;

        FailingDoor(LoopDoor plain) {
            this.plain = plain;
        }

        @Override
        public void open(Runnable onAcceptable) throws IOException {
            plain.open(onAcceptable);
        }

        @Override
        public @Nullable LoopSocket accept() throws IOException {
            if (!first) here("accept");
            LoopSocket socket = plain.accept();
            if (socket == null) return null;
            Failing failing = new Failing(socket, first);
            first = false;
            return failing;
        }

        @Override
        public void watchListener(boolean accepting) {
            plain.watchListener(accepting);
        }

        @Override
        public void closeListener() {
            plain.closeListener();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"accept", "add", "read", "write", "shutdownOutput", "remove", "close"})
    void oneConnectionEndsAndTheLoopGoesOn(String where) throws Exception {
        Listener listener = Listener.open(Endpoint.parse("tcp://127.0.0.1:0"));
        Terms terms =
                new Terms(Rig.CODEC, Rig.ECHO, Limits.DEFAULT, new Slab(1 << 20), System::nanoTime);
        Site site = new Site(listener.endpoint(), terms, null, recorder);
        FailingReadiness readiness = new FailingReadiness();
        LoopEngine engine =
                new LoopEngine(site, EventLoop.of(site, readiness), readiness.door(listener), 10);
        engine.start();
        try (Server server = new Server(engine);
                Wire other = Wire.connect(site.endpoint, 0)) {
            other.echo("well");
            fails = where;
            try (Wire wire = Wire.connect(site.endpoint, 0)) {
                meetTheFault(wire, where);
            }
            ConnectionReport report = recorder.awaitClosed();
            if (!where.equals("accept")) {
                assertThat(report.failure()).hasMessage("a fault in " + where);
                boolean closesFirst = where.equals("shutdownOutput");
                CloseReason before = closesFirst ? CloseReason.BAD_FRAME : CloseReason.PEER_CLOSED;
                assertThat(report.reason()).isIn(CloseReason.SERVER_FAILED, before);
            }
            fails = "";
            other.echo("still well");
            assertThat(site.failure()).isNotDone();
            assertThat(server.stats().open()).isEqualTo(1);
        }
        assertThat(engine.awaitEnd(Duration.ofSeconds(20))).isTrue();
        assertThat(terms.slab().bytesLent()).isZero();
    }

    private void meetTheFault(Wire wire, String where) throws Exception {
        if (where.equals("accept")) {
            assertThat(recorder.acceptFailures.take()).hasMessageContaining("a fault in");
            fails = "";
            wire.echo("accepted after all");
            return;
        }
        wire.sendFrame("hello");
        if (where.equals("shutdownOutput")) {
            wire.send(NO_FRAME); // the server closes first
        } else {
            wire.shutdownOutput();
        }
        wire.drop();
    }
}
