package io.fairlead.tls.layer;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.frame.Frame;
import io.fairlead.net.NetException;
import io.fairlead.session.Next;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What a layer does with what it has no memory, no processor or no room for. */
class TlsLayerLimitsTest extends TwoLayers {
    @Test
    void whatTheKernelDoesNotTakeIsQueued() throws NetException {
        WireEnd server = server(TwoLayers::whole);
        WireEnd dialled = client(TwoLayers::whole);
        WireEnd.run(server, dialled);
        boolean[] gone = new boolean[1];
        client.peer().send(Frame.of(message(MESSAGE_BYTES)));
        client.peer().whenSent(() -> gone[0] = true);
        ByteBuffer bytes = Objects.requireNonNull(dialled.wire.beginSend());
        dialled.wire.endSend(bytes.remaining() - 1);
        dialled.wire.next(true);
        assertThat(client.peer().queuedBytes()).isEqualTo(MESSAGE_BYTES + 4);
        assertThat(gone[0]).isFalse();
    }

    @Test
    void withoutMemoryForARecordItWaits() throws NetException {
        WireEnd server = server(TwoLayers::whole);
        WireEnd dialled = client(TwoLayers::whole);
        WireEnd.run(server, dialled);
        client.peer().send(Frame.of(message(10_000)));
        AtomicBoolean isShort = new AtomicBoolean(true);
        dialled.slab.refuseWhen(isShort::get);
        WireEnd.run(server, dialled);
        assertThat(dialled.wire.next(false)).isEqualTo(Next.WAIT_FOR_MEMORY);
        assertThat(client.peer().queuedBytes()).isEqualTo(10_004);
        isShort.set(false);
        WireEnd.send(dialled, server);
        WireEnd.run(server, dialled);
        assertThat(client.frames).hasSize(1);
    }

    @Test
    void withMemoryForShortRecordsItSendsThose() throws NetException {
        WireEnd server = server(TwoLayers::whole);
        WireEnd dialled = client(TwoLayers::whole);
        WireEnd.run(server, dialled);
        AtomicInteger asked = new AtomicInteger();
        dialled.slab.refuseWhen(() -> asked.incrementAndGet() % 2 == 0); // the message has some
        client.peer().send(Frame.of(message(10_000)));
        WireEnd.run(server, dialled);
        assertThat(asked).hasValueGreaterThan(2);
        assertThat(client.frames).hasSize(1);
    }

    @Test
    void nothingIsReadWhileATaskIsOut() throws IOException {
        ArrayDeque<Runnable> tasks = new ArrayDeque<>();
        compute = tasks::add;
        WireEnd server = server(TwoLayers::whole);
        WireEnd dialled = client(TwoLayers::whole);
        WireEnd.run(server, dialled);
        assertThat(tasks).hasSize(1);
        assertThat(server.wire.wantsReceive()).isFalse();
        while (!tasks.isEmpty()) {
            tasks.remove().run();
            WireEnd.run(server, dialled);
        }
        assertThat(served.peer().tls()).isNotNull();
    }
}
