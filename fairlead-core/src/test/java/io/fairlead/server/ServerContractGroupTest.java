package io.fairlead.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fairlead.frame.Codec;
import io.fairlead.frame.Frame;
import io.fairlead.service.CloseReason;
import io.fairlead.service.GroupSend;
import io.fairlead.service.Peer;
import io.fairlead.service.PeerGroup;
import io.fairlead.service.SlowPeerPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Groups of peers: who is in them, what they get, and what becomes of who is too slow. */
@ParameterizedClass
@MethodSource("places")
@Timeout(60)
class ServerContractGroupTest {
    private static final int MEMBERS = 3;
    private static final int ROUNDS = 300;

    @RegisterExtension final Rig rig;
    private final BlockingQueue<Peer> opened = new LinkedBlockingQueue<>();
    private final BlockingQueue<Integer> sizesAtTheEnd = new LinkedBlockingQueue<>();
    private PeerGroup group = new PeerGroup();

    ServerContractGroupTest(Place place) {
        rig = new Rig(place);
    }

    static Stream<Place> places() {
        return Place.concurrent().filter(place -> !place.model().hasProcesses());
    }

    /** Members by joining; a frame goes to all. */
    private final class Everybody extends Scripted {
        Everybody() {
            super(null);
        }

        @Override
        public void onOpen(Peer peer) {
            group.join(peer);
            opened.add(peer);
        }

        @Override
        public void onFrame(Peer sender, Frame frame) {
            group.send(frame);
        }

        @Override
        public void onClose(Peer peer, CloseReason reason) {
            sizesAtTheEnd.add(group.size());
        }
    }

    private List<Wire> connect(Server server, int count) throws Exception {
        List<Wire> wires = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            wires.add(rig.connect(server));
            assertThat(group.contains(opened.take())).isTrue();
        }
        return wires;
    }

    @Test
    void allGetWhatIsEncodedOnce() throws Exception {
        CountingCodec codec = new CountingCodec();
        Server server = rig.keep(rig.builder().codec(codec).serve(new Everybody()));
        List<Wire> wires = connect(server, MEMBERS);
        wires.getFirst().sendFrame("hello");
        for (Wire wire : wires) assertThat(wire.receiveText()).isEqualTo("hello");
        assertThat(codec.encoded).hasValue(1);
        assertThat(group.send("")).isEqualTo(new GroupSend(MEMBERS, 0, 0));
        for (Wire wire : wires) assertThat(wire.receiveText()).isEmpty();
        assertThat(codec.encoded).hasValue(2);
        Peer first = group.peers().getFirst();
        assertThat(group.sendFrom(first, Frame.of("news"))).isEqualTo(new GroupSend(2, 0, 0));
        group.send("last");
        assertThat(wires.getFirst().receiveText()).isEqualTo("last");
        assertThat(wires.getLast().receiveText()).isEqualTo("news");
    }

    @Test
    void whoEndsHasLeftAllItsGroups() throws Exception {
        PeerGroup other = new PeerGroup();
        List<Wire> wires = connect(rig.serve(new Everybody()), 2);
        Peer leaving = group.peers().getFirst();
        assertThat(other.join(leaving)).isTrue();
        assertThat(other.join(leaving)).as("once more").isFalse();
        wires.getFirst().close();
        assertThat(sizesAtTheEnd.take()).as("it leaves before onClose").isEqualTo(1);
        assertThat(other.peers()).isEmpty();
        assertThat(other.join(leaving)).as("it has ended").isFalse();
        assertThat(other.size()).isZero();
        assertThat(group.send("hello")).isEqualTo(new GroupSend(1, 0, 0));
    }

    @Test
    void whoLeavesGetsNoMore() throws Exception {
        List<Wire> wires = connect(rig.serve(new Everybody()), 2);
        Peer leaving = group.peers().getFirst();
        assertThat(group.leave(leaving)).isTrue();
        assertThat(group.leave(leaving)).isFalse();
        group.send("to the others");
        leaving.send("to you");
        assertThat(wires.getFirst().receiveText()).isEqualTo("to you");
        assertThat(wires.getLast().receiveText()).isEqualTo("to the others");
        assertThat(group.join(leaving)).isTrue();
        group.send("to all");
        assertThat(wires.getFirst().receiveText()).isEqualTo("to all");
    }

    private Server serveSlowly() throws Exception {
        return rig.serve(new Everybody(), limits -> limits.queuedBytesMax(300_000));
    }

    /** Sends until the first member, which reads nothing, misses a frame; the other reads all. */
    private long sendUntilDropped(Wire reading) throws Exception {
        byte[] block = new byte[50_000];
        long sent = 0;
        while (group.framesDropped() == 0) {
            group.send(Frame.of(block));
            assertThat(reading.receiveFrame()).hasSize(block.length);
            sent++;
        }
        return sent;
    }

    @Test
    void aSlowMemberMissesFrames() throws Exception {
        Server server = serveSlowly();
        Wire slow = rig.connect(server, 16 * 1024);
        opened.take();
        Wire reading = connect(server, 1).getFirst();
        long sent = sendUntilDropped(reading);
        assertThat(group.size()).isEqualTo(2);
        for (long i = 1; i < sent; i++) slow.receiveFrame();
        group.send("and on");
        assertThat(slow.receiveText()).isEqualTo("and on");
    }

    @Test
    void aSlowMemberMayBeEnded() throws Exception {
        group = new PeerGroup(SlowPeerPolicy.END);
        Server server = serveSlowly();
        rig.connect(server, 16 * 1024);
        opened.take();
        Wire reading = connect(server, 1).getFirst();
        sendUntilDropped(reading);
        assertThat(sizesAtTheEnd.take()).isEqualTo(1);
        String detail = rig.recorder.awaitClosed().detail();
        assertThat(detail).startsWith("it reads too slowly");
        group.send("and on");
        assertThat(reading.receiveText()).isEqualTo("and on");
    }

    /** One codec cannot send it: the others get it, and the sender is told. */
    @Test
    void whatOneCodecRefusesTheOthersGet() throws Exception {
        List<Wire> wires = connect(rig.serve(new Everybody()), 2);
        Peer first = group.peers().getFirst();
        first.execute(() -> {
            first.codec(Codec.lines());
            group.send("ready");
        });
        assertThat(wires.getFirst().receiveLine()).isEqualTo("ready");
        assertThat(wires.getLast().receiveText()).isEqualTo("ready");
        assertThatThrownBy(() -> group.send("two\nlines"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(wires.getLast().receiveText()).isEqualTo("two\nlines");
    }

    /** Members come and go while two threads send: who stays gets all of each, in its order. */
    @Test
    void anyThreadMaySendJoinAndLeave() throws Exception {
        List<Wire> wires = connect(rig.serve(new Everybody()), 2);
        Peer coming = group.peers().getFirst();
        List<Thread> senders = new ArrayList<>();
        for (String name : List.of("a", "b")) {
            senders.add(
                    Thread.ofPlatform()
                            .start(() -> {
                                for (int i = 0; i < ROUNDS; i++) group.send(name + i);
                            }));
        }
        for (int i = 0; i < ROUNDS; i++) {
            assertThat(group.leave(coming)).isTrue();
            assertThat(group.join(coming)).isTrue();
        }
        List<String> got = new ArrayList<>();
        for (int i = 0; i < 2 * ROUNDS; i++) got.add(wires.getLast().receiveText());
        for (Thread sender : senders) sender.join();
        for (String name : List.of("a", "b")) {
            assertThat(got.stream().filter(text -> text.startsWith(name)))
                    .containsExactlyElementsOf(
                            Stream.iterate(0, i -> i + 1)
                                    .limit(ROUNDS)
                                    .map(i -> name + i)
                                    .toList());
        }
        assertThat(group.size()).isEqualTo(2);
    }
}
