package io.fairlead.posix.message;

import static io.fairlead.posix.InetConstants.IPPROTO_UDP;
import static io.fairlead.posix.InetConstants.UDP_GRO;
import static io.fairlead.posix.Native.ok;
import static io.fairlead.posix.SocketConstants.MSG_DONTWAIT;
import static io.fairlead.posix.SocketConstants.MSG_WAITFORONE;
import static io.fairlead.posix.SocketConstants.SOCK_DGRAM;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fairlead.posix.Errno;
import io.fairlead.posix.Native;
import io.fairlead.posix.OpenDescriptors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OpenDescriptors.class)
class MmsgTest {
    private static final int COUNT = 64;
    private static final int BYTES = 100;

    private final Native c = new Native();
    private final MessageCalls messages = new MessageCalls(c.posix);
    private final int server = c.bound(SOCK_DGRAM);
    private final int client = c.bound(SOCK_DGRAM);

    @AfterEach
    void close() {
        c.close();
    }

    /** Fills datagram i with as many bytes i. */
    private static void fill(Mmsg batch, int index) {
        batch.memory().asSlice(batch.offset(index), BYTES).fill((byte) index);
        batch.send(index, BYTES);
    }

    private static byte byteAt(Mmsg batch, long offset) {
        return batch.memory().get(JAVA_BYTE, offset);
    }

    @Test
    void sixtyFourGoInOneCallAndComeBackInAnother() {
        Mmsg out = new Mmsg(COUNT, BYTES, 0);
        for (int i = 0; i < COUNT; i++) {
            fill(out, i);
            out.to(i, c.nameOf(server).get());
        }
        assertThat(messages.sendmmsg(client, out, 0, COUNT, 0)).isEqualTo(COUNT);

        Mmsg in = new Mmsg(COUNT + 1, BYTES, 0);
        assertThat(messages.recvmmsg(server, in, MSG_DONTWAIT)).isEqualTo(COUNT);
        for (int i = 0; i < COUNT; i++) {
            assertThat(in.length(i)).isEqualTo(BYTES);
            assertThat(in.flags(i)).isZero();
            assertThat(byteAt(in, in.offset(i) + BYTES - 1)).isEqualTo((byte) i);
            assertThat(in.from(i)).isEqualTo(c.nameOf(client).get());
            in.send(i, in.length(i)); // back to where it came from
        }
        assertThat(messages.sendmmsg(server, in, 1, COUNT, 0)).isEqualTo(COUNT - 1);
        assertThat(messages.recvmmsg(client, out, MSG_WAITFORONE)).isEqualTo(COUNT - 1);
        assertThat(byteAt(out, out.offset(0))).isOne();
        assertThat(messages.recvmmsg(client, out, MSG_DONTWAIT)).isEqualTo(-Errno.EAGAIN);
    }

    @Test
    void connectedSocketsNeedNoName() {
        ok(c.sockets.connect(client, c.nameOf(server)));
        Mmsg out = new Mmsg(2, BYTES, 0);
        for (int i = 0; i < 2; i++) {
            fill(out, i);
            out.toConnected(i);
        }
        assertThat(messages.sendmmsg(client, out, 0, 2, 0)).isEqualTo(2);
        assertThat(c.sockets.recv(server, c.address, Native.BYTES, 0)).isEqualTo(BYTES);
    }

    @Test
    void theKernelCutsAndJoins() {
        assumeTrue(
                c.sockets.setsockopt(server, IPPROTO_UDP, UDP_GRO, 1) == 0,
                "this kernel has no UDP_GRO");
        Mmsg out = new Mmsg(1, COUNT * BYTES, Cmsg.space(Short.BYTES));
        for (int i = 0; i < COUNT; i++) {
            out.memory().asSlice((long) i * BYTES, BYTES).fill((byte) i);
        }
        out.send(0, COUNT * BYTES);
        out.to(0, c.nameOf(server).get());
        out.segments(0, BYTES);
        assertThat(messages.sendmmsg(client, out, 0, 1, 0)).isOne();
        assertThat(out.length(0)).isEqualTo(COUNT * BYTES);

        Mmsg in = new Mmsg(COUNT, 65_535, Cmsg.space(Integer.BYTES));
        int came = 0;
        while (came < COUNT) {
            int calls = ok(messages.recvmmsg(server, in, MSG_WAITFORONE));
            for (int i = 0; i < calls; i++) {
                came += segments(in, i, came);
            }
        }
        assertThat(came).isEqualTo(COUNT);
    }

    /** Checks the datagrams that came as one, of which the first is number {@code first}. */
    private static int segments(Mmsg in, int index, int first) {
        int each = in.segmentBytes(index);
        assertThat(each).isIn(0, BYTES);
        int count = in.length(index) / BYTES;
        for (int i = 0; i < count; i++) {
            assertThat(byteAt(in, in.offset(index) + (long) i * BYTES))
                    .isEqualTo((byte) (first + i));
        }
        return count;
    }
}
