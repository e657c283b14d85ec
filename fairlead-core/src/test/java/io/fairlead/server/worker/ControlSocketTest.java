package io.fairlead.server.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.posix.Descriptors;
import io.fairlead.posix.Posix;
import io.fairlead.posix.message.Cmsg;
import io.fairlead.posix.message.MessageCalls;
import io.fairlead.posix.message.Msghdr;
import io.fairlead.server.Footprint;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each descriptor that comes over a control socket is somebody's, or is closed. */
class ControlSocketTest {
    private final Descriptors descriptors = new Descriptors(new Posix());
    private final int before = Footprint.descriptors().size();
    private ControlSocket receiver = new ControlSocket(-1);
    private int sender;
    private int passed;

    @BeforeEach
    void open() throws IOException {
        int[] pair = ControlSocket.pair();
        receiver = new ControlSocket(pair[0]);
        sender = pair[1];
        int[] other = ControlSocket.pair();
        passed = other[0];
        descriptors.close(other[1]);
    }

    @AfterEach
    void close() {
        descriptors.close(sender);
        descriptors.close(passed);
        receiver.close();
        assertThat(Footprint.descriptors()).hasSize(before);
    }

    private void send(int bytes, int... fds) {
        Msghdr message = new Msghdr(1, Cmsg.space(fds.length * Integer.BYTES));
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = arena.allocate(Math.max(1, bytes));
            message.piece(0, memory.address(), bytes);
            message.pieces(1).control().clear().putRights(fds);
            message.toConnected();
            assertThat(new MessageCalls(new Posix()).sendmsg(sender, message, 0)).isEqualTo(bytes);
        }
    }

    @Test
    void theSecondOfTwoIsClosed() {
        send(1, passed, passed);
        assertThat(receiver.receive(0)).isEqualTo(1);
        int taken = receiver.takeDescriptor();
        assertThat(taken).isNotNegative();
        assertThat(descriptors.close(taken)).isZero();
    }

    @Test
    void oneThatNobodyTakesIsClosedWithTheNextMessage() {
        send(1, passed);
        send(1, passed);
        receiver.receive(0);
        receiver.receive(0);
        int taken = receiver.takeDescriptor();
        assertThat(descriptors.close(taken)).isZero();
        assertThat(receiver.takeDescriptor()).isNegative();
    }

    @Test
    void oneThatNobodyTakesIsClosedWithTheSocket() {
        send(1, passed);
        receiver.receive(0);
    }

    @Test
    void oneThatComesWithAnEmptyMessageIsClosed() {
        send(0, passed, passed);
        assertThat(receiver.receive(0)).isZero();
    }
}
