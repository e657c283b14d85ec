package io.fairlead.server.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.server.Eventually;
import io.fairlead.server.Model;
import io.fairlead.server.Place;
import io.fairlead.server.Rig;
import io.fairlead.server.Server;
import io.fairlead.server.Wire;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** All connections of a ring receive into the same few buffers: none of them keeps the rest out. */
@Timeout(120)
class RingBuffersTest {
    private static final int KIB = 1024;
    private static final int CROWD = 40;

    @RegisterExtension final Rig rig = new Rig(new Place(Model.IO_URING, Place.Net.UNIX));

    /** One turn brings each more than it may queue: what is left over stays in the buffers. */
    @Test
    void aCrowdThatDoesNotReadLeavesBuffersToOthers() throws Exception {
        Server server = rig.serve(Rig.ECHO, limits -> limits.queuedBytesMax(4 * KIB));
        byte[][] frames = new byte[256][];
        Arrays.fill(frames, Wire.frame(new byte[KIB]));
        byte[] all = Wire.join(frames);
        List<Wire> crowd = new ArrayList<>();
        List<CompletableFuture<Void>> sending = new ArrayList<>();
        for (int i = 0; i < CROWD; i++) {
            Wire wire = rig.connect(server);
            crowd.add(wire);
            sending.add(wire.sendBeside(all));
        }
        Wire honest = rig.connect(server);
        for (int i = 0; i < 300; i++) honest.echo("there is a buffer for me");
        for (Wire wire : crowd) {
            assertThat(Arrays.mismatch(wire.receive(all.length), all)).isEqualTo(-1);
        }
        sending.forEach(CompletableFuture::join);
    }

    /** Slots and descriptors are used again at once; completions of the dead are not. */
    @Test
    void whoIsGoneInTheMiddleOfASendLeavesNothing() throws Exception {
        Server server = rig.serve(Rig.ECHO);
        byte[] frame = Wire.frame(new byte[1024 * KIB]);
        for (int i = 0; i < 200; i++) {
            Wire lost = rig.connect(server);
            lost.send(frame, 0, 4 * KIB + i);
            lost.reset();
            Wire deaf = rig.connect(server);
            deaf.sendFrame("x".repeat(16 * KIB)); // echoed to nobody
            deaf.reset();
            Wire next = rig.connect(server);
            next.echo("my own " + i);
            next.reset();
        }
        Eventually.until("all have come", () -> server.stats().opened() == 600);
    }
}
