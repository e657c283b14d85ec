package io.fairlead.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.frame.Frame;
import io.fairlead.frame.FrameException;
import io.fairlead.server.report.ConnectionReport;
import io.fairlead.service.CloseReason;
import io.fairlead.service.Peer;
import io.fairlead.service.Service;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** A service that fails for one peer fails for that one alone, and somebody hears of it. */
@ParameterizedClass
@MethodSource("io.fairlead.server.Place#all")
@Timeout(120)
class ServerContractFailureTest {
    @RegisterExtension final Rig rig;
    private final Place place;

    ServerContractFailureTest(Place place) {
        this.place = place;
        rig = new Rig(place);
    }

    /** Fails where it is told to; elsewhere it echoes. The frame "fail" makes onFrame fail. */
    private final class Fragile implements Service {
        private final String where;
        private final Throwable failure;
        private final AtomicInteger closes = new AtomicInteger();
        private final AtomicInteger failures = new AtomicInteger();
        private final AtomicInteger opens = new AtomicInteger();

        Fragile(String where, Throwable failure) {
            this.where = where;
            this.failure = failure;
        }

        private void here(String method) throws Exception {
            if (!method.equals(where) || failures.getAndIncrement() > 0) return;
            if (failure instanceof Error error) throw error;
            throw (Exception) failure;
        }

        @Override
        public void onOpen(Peer peer) throws Exception {
            boolean second = place.isConcurrent() == (opens.getAndIncrement() == 1);
            if (second) here("onOpen");
        }

        @Override
        public void onFrame(Peer peer, Frame frame) throws Exception {
            if (frame.text().equals("fail")) here("onFrame");
            peer.send(frame);
        }

        @Override
        public void onInputEnd(Peer peer) throws Exception {
            here("onInputEnd");
            peer.close();
        }

        @Override
        public void onBadFrame(Peer peer, FrameException error) throws Exception {
            here("onBadFrame");
        }

        @Override
        public void onClose(Peer peer, CloseReason reason) throws Exception {
            closes.incrementAndGet();
            here("onClose");
        }
    }

    @Test
    void onOpen() throws Exception {
        failsOnce(new Fragile("onOpen", new IllegalStateException("no")));
    }

    @Test
    void onFrame() throws Exception {
        failsOnce(new Fragile("onFrame", new IOException("no")));
    }

    @Test
    void onFrameWithAnError() throws Exception {
        failsOnce(new Fragile("onFrame", new StackOverflowError()));
    }

    @Test
    void onInputEnd() throws Exception {
        failsOnce(new Fragile("onInputEnd", new AssertionError("no")));
    }

    private void failsOnce(Fragile service) throws Exception {
        Server server = rig.serve(service);
        Wire other = rig.connect(place.isConcurrent() ? server : rig.serve(Rig.ECHO));
        other.echo("well");
        Wire wire = rig.connect(server);
        wire.sendFrame("fail");
        wire.shutdownOutput();
        wire.drop();
        ConnectionReport report = rig.recorder.awaitClosed(CloseReason.SERVICE_FAILED);
        assertThat(report.failure()).isSameAs(service.failure);
        assertThat(server.stats().failed()).isEqualTo(1);
        other.echo("still well");
        rig.connect(server).echo("and the next one, too");
        assertThat(service.closes).hasValue(1);
    }

    /** By then the connection has ended for another reason, which stays. */
    @Test
    void onClose() throws Exception {
        Fragile service = new Fragile("onClose", new StackOverflowError());
        Server server = rig.serve(service);
        Wire wire = rig.connect(server);
        wire.echo("hello");
        wire.close();
        ConnectionReport report = rig.recorder.awaitClosed();
        assertThat(report.reason()).isEqualTo(CloseReason.PEER_CLOSED);
        assertThat(report.failure()).isSameAs(service.failure);
        assertThat(server.stats().failed()).isEqualTo(1);
        rig.connect(server).echo("the next one");
    }

    @Test
    void onBadFrame() throws Exception {
        Fragile service = new Fragile("onBadFrame", new IllegalStateException("no"));
        Server server = rig.serve(service);
        Wire wire = rig.connect(server);
        wire.send(new byte[] {-1, -1, -1, -1});
        wire.expectEnd();
        wire.close();
        assertThat(rig.recorder.awaitClosed().failure()).isSameAs(service.failure);
        assertThat(server.stats().failed()).isEqualTo(1);
        rig.connect(server).echo("the next one");
    }

    /** A library that restores the interrupt it has swallowed must not harm other peers. */
    @Test
    void aServiceThatLeavesItsThreadInterrupted() throws Exception {
        Server server =
                rig.serve((peer, frame) -> {
                    if (frame.text().equals("fail")) Thread.currentThread().interrupt();
                    peer.send(frame);
                });
        Wire wire = rig.connect(server);
        wire.sendFrame("fail");
        wire.shutdownOutput();
        wire.drop();
        for (int i = 0; i < 3; i++) {
            Wire next = rig.connect(server);
            next.echo("the next one");
            next.close();
        }
    }

    /** As one should, after an InterruptedException; a channel would be closed by it. */
    @Test
    void aServiceThatRestoresItsInterruptIsAnswered() throws Exception {
        Server server =
                rig.serve((peer, frame) -> {
                    Thread.currentThread().interrupt();
                    peer.send(frame);
                });
        Wire wire = rig.connect(server);
        wire.echo("first");
        wire.echo("second");
        wire.shutdownOutput();
        wire.expectEnd();
    }

    @Test
    void anObserverThatThrows() throws Exception {
        if (place.net() != Place.Net.TCP4) return; // each one logs what was thrown
        ServerObserver thrower =
                new ServerObserver() {
                    @Override
                    public void onOpened(ConnectionReport connection) {
                        rig.recorder.onOpened(connection);
                        throw new IllegalStateException("an observer's fault");
                    }

                    @Override
                    public void onClosed(ConnectionReport connection) {
                        rig.recorder.onClosed(connection);
                        throw new StackOverflowError();
                    }
                };
        Server server = rig.keep(rig.builder().observer(thrower).serve(Rig.ECHO));
        for (int i = 0; i < 3; i++) {
            Wire wire = rig.connect(server);
            wire.echo("hello");
            wire.close();
            rig.recorder.awaitClosed();
        }
        assertThat(server.stats().failed()).isZero();
    }
}
