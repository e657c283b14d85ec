package io.fairlead.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import io.fairlead.server.site.Engine;
import io.fairlead.server.site.LoopSocket;
import io.fairlead.server.site.ShardedEngine;
import io.fairlead.server.site.Site;
import io.fairlead.service.CloseReason;
import io.fairlead.service.Limits;
import io.fairlead.session.Terms;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class LoopEngineTest {
    /** Works like polling, until it is broken. */
    private static final class Breakable implements Readiness {
        private final PollingModel plain = new PollingModel();
        private volatile boolean broken;
        private volatile boolean closed;
        private volatile boolean opens = true;

        LoopDoor door(Listener listener) {
            LoopDoor door = plain.door(listener);
            return new LoopDoor() {
                @Override
                public void open(Runnable onAcceptable) throws IOException {
                    door.open(onAcceptable);
                }

                @Override
                public @Nullable LoopSocket accept() throws IOException {
                    return door.accept();
                }

                @Override
                public void watchListener(boolean accepting) {
                    if (closed) throw new IllegalStateException("used after it was closed");
                    door.watchListener(accepting);
                }

                @Override
                public void closeListener() {
                    door.closeListener();
                }
            };
        }

        @Override
        public void open() throws IOException {
            if (!opens) throw new IOException("no ring");
            plain.open();
        }

        @Override
        public void add(LoopEntry stream) throws IOException {
            plain.add(stream);
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
        public void watch(LoopEntry stream, boolean input, boolean output) {
            plain.watch(stream, input, output);
        }

        @Override
        public void remove(LoopEntry stream) {
            plain.remove(stream);
        }

        @Override
        public void await(long timeoutNs, EventLoop loop) throws IOException {
            if (broken) throw new IOException("the kernel is out of sorts");
            plain.await(timeoutNs, loop);
        }

        @Override
        public void wake() {
            plain.wake();
        }

        @Override
        public void close() {
            closed = true;
            plain.close();
        }
    }

    private static LoopEngine engine(Site site, Listener listener) {
        PollingModel polling = new PollingModel();
        return new LoopEngine(site, EventLoop.of(site, polling), polling.door(listener), 10);
    }

    @Test
    void aLoopThatFailsLeavesNothingOpen() throws Exception {
        Listener listener = Listener.open(Endpoint.parse("tcp://127.0.0.1:0"));
        Recorder recorder = new Recorder();
        Slab slab = new Slab(1 << 20);
        Terms terms = new Terms(Rig.CODEC, Rig.ECHO, Limits.DEFAULT, slab, System::nanoTime);
        Breakable readiness = new Breakable();
        Site site = new Site(listener.endpoint(), terms, null, recorder);
        LoopEngine engine =
                new LoopEngine(
                        site,
                        EventLoop.of(site, readiness),
                        readiness.door(listener),
                        Integer.MAX_VALUE);
        try (Wire wire = Wire.connect(listener.endpoint(), 0)) {
            engine.start();
            wire.echo("well");
            readiness.broken = true;
            assertThat(engine.awaitEnd(Duration.ofSeconds(10))).isTrue();
            wire.drop();
        }
        assertThat(site.failure().join()).hasMessage("the kernel is out of sorts");
        assertThat(recorder.failures.poll()).isSameAs(site.failure().join());
        assertThat(recorder.awaitClosed().reason()).isEqualTo(CloseReason.CUT);
        assertThat(readiness.closed).isTrue();
        assertThatThrownBy(() -> Wire.connect(listener.endpoint(), 0).close())
                .isInstanceOf(IOException.class);
    }

    /** A server is whole or failed: with one of its loops, the others end, too. */
    @Test
    void aServerWithoutOneOfItsLoopsCloses() throws Exception {
        Listener first = Listener.open(Endpoint.parse("tcp://127.0.0.1:0"), 16, true);
        Listener second = Listener.open(first.endpoint(), 16, true);
        Recorder recorder = new Recorder();
        Terms terms =
                new Terms(Rig.CODEC, Rig.ECHO, Limits.DEFAULT, new Slab(1 << 20), System::nanoTime);
        Breakable readiness = new Breakable();
        Site site = new Site(first.endpoint(), terms, null, recorder);
        Engine sound = engine(site, first);
        Engine engine =
                new ShardedEngine(
                        site,
                        List.of(
                                sound,
                                new LoopEngine(
                                        site,
                                        EventLoop.of(site, readiness),
                                        readiness.door(second),
                                        10)));
        engine.start();
        try (Server server = new Server(engine);
                Wire wire = Wire.connect(first.endpoint(), 0)) {
            wire.echo("well");
            assertThat(server.failure()).isNull();
            readiness.broken = true;
            server.awaitClose();
            assertThat(server.failure()).hasMessage("the kernel is out of sorts");
            assertThat(recorder.failures).containsExactly(server.failure());
            wire.drop();
            assertThat(sound.awaitEnd(Duration.ofSeconds(20))).isTrue();
            assertThat(server.stats().open()).isZero();
        }
    }

    /** The second loop cannot be opened: the first, which serves already, leaves the port. */
    @Test
    void aServerOfWhichALoopCannotOpenDoesNotStart() throws Exception {
        Listener first = Listener.open(Endpoint.parse("tcp://127.0.0.1:0"), 16, true);
        Listener second = Listener.open(first.endpoint(), 16, true);
        Listener third = Listener.open(first.endpoint(), 16, true);
        Terms terms =
                new Terms(Rig.CODEC, Rig.ECHO, Limits.DEFAULT, new Slab(1 << 20), System::nanoTime);
        Site site = new Site(first.endpoint(), terms, null, new Recorder());
        Breakable readiness = new Breakable();
        readiness.opens = false;
        Engine engine =
                new ShardedEngine(
                        site,
                        List.of(
                                engine(site, first),
                                new LoopEngine(
                                        site,
                                        EventLoop.of(site, readiness),
                                        readiness.door(second),
                                        10),
                                engine(site, third)));
        assertThatThrownBy(engine::start).isInstanceOf(IOException.class).hasMessage("no ring");
        assertThatThrownBy(() -> Wire.connect(site.endpoint, 0).close())
                .isInstanceOf(IOException.class);
        assertThat(site.failure()).as("it was never there").isNotDone();
    }
}
