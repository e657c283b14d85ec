package io.fairlead.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fairlead.frame.Slab;
import io.fairlead.net.Endpoint;
import io.fairlead.net.Listener;
import io.fairlead.service.CloseReason;
import io.fairlead.service.Limits;
import io.fairlead.session.Terms;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class LoopEngineTest {
    /** Works like polling, until it is broken. */
    private static final class Breakable implements Readiness {
        private final Readiness plain;
        private volatile boolean broken;
        private volatile boolean closed;

        Breakable(Readiness plain) {
            this.plain = plain;
        }

        @Override
        public @Nullable LoopSocket accept() throws IOException {
            return plain.accept();
        }

        @Override
        public void closeListener() {
            plain.closeListener();
        }

        @Override
        public void add(LoopStream stream) throws IOException {
            plain.add(stream);
        }

        @Override
        public void watch(LoopStream stream, boolean input, boolean output) {
            plain.watch(stream, input, output);
        }

        @Override
        public void remove(LoopStream stream) {
            plain.remove(stream);
        }

        @Override
        public void watchListener(boolean accepting) {
            if (closed) throw new IllegalStateException("used after it was closed");
            plain.watchListener(accepting);
        }

        @Override
        public void await(long timeoutNs, LoopEngine loop) throws IOException {
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

    @Test
    void aLoopThatFailsLeavesNothingOpen() throws Exception {
        Listener listener = Listener.open(Endpoint.parse("tcp://127.0.0.1:0"));
        Recorder recorder = new Recorder();
        Slab slab = new Slab(1 << 20);
        Terms terms = new Terms(Rig.CODEC, Rig.ECHO, Limits.DEFAULT, slab, System::nanoTime);
        Breakable readiness = new Breakable(new PollingModel(listener));
        Site site = new Site(listener.endpoint(), terms, null, recorder);
        LoopEngine engine = new LoopEngine(site, readiness, Integer.MAX_VALUE);
        CompletableFuture<Throwable> heard = new CompletableFuture<>();
        Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
        Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> heard.complete(failure));
        try (Wire wire = Wire.connect(listener.endpoint(), 0)) {
            engine.start();
            wire.echo("well");
            readiness.broken = true;
            assertThat(engine.awaitEnd(Duration.ofSeconds(10))).isTrue();
            wire.drop();
        } finally {
            Thread.setDefaultUncaughtExceptionHandler(before);
        }
        assertThat(heard.join()).hasMessageContaining("the readiness of tcp://127.0.0.1:");
        assertThat(recorder.awaitClosed().reason()).isEqualTo(CloseReason.CUT);
        assertThat(readiness.closed).isTrue();
        assertThatThrownBy(() -> Wire.connect(listener.endpoint(), 0).close())
                .isInstanceOf(IOException.class);
    }
}
