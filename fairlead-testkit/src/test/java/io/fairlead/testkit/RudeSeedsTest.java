package io.fairlead.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.frame.Codec;
import io.fairlead.frame.Frame;
import io.fairlead.frame.FrameException;
import io.fairlead.frame.IoBuffer;
import io.fairlead.server.Server;
import io.fairlead.service.CloseReason;
import io.fairlead.service.Limits;
import io.fairlead.service.Peer;
import io.fairlead.service.Service;
import io.fairlead.testkit.fault.SimulatedFault;
import io.fairlead.testkit.fault.SimulatedFaults;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Codecs, services, peers and hosts that behave badly harm themselves alone. */
class RudeSeedsTest {
    private static final String SERVER = "tcp://server:7";
    private static final SimulatedFaults SMALL =
            SimulatedFaults.none()
                    .with(SimulatedFault.SHORT_READ, 0.3)
                    .with(SimulatedFault.SHORT_WRITE, 0.3)
                    .with(SimulatedFault.WOULD_BLOCK, 0.2)
                    .with(SimulatedFault.ORDER, 0.5);
    private static final Service ECHO = (peer, frame) -> peer.send(frame);

    /** Runs with loops and with threads. */
    private static void each(SimulatedTest law) {
        for (int seed = 0; seed < Effort.SEEDS / 6; seed++) {
            SimulatedNetwork net = SimulatedNetwork.of(seed).faults(SMALL);
            net.threadPerConnection(seed % 2 == 1).allowFailures();
            boolean _ = Thread.interrupted(); // by a service on a loop that has not run since
            try {
                law.run(net);
                net.assertNothingLeft();
            } catch (Throwable e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
    }

    private static void checkOther(SimulatedNetwork net) {
        SimulatedClient good = net.connect("good", SERVER, Codec.lines());
        good.send("are you there?");
        net.run(Duration.ofSeconds(5));
        good.assertReceived(List.of("are you there?"));
        good.close();
    }

    /** Lines, of which some make it fail. */
    private record Failing(Codec lines) implements Codec {
        private static void failAt(Frame frame, String word) {
            String text = frame.text();
            if (!text.startsWith(word)) return;
            if (text.endsWith("error")) throw new StackOverflowError("planted");
            throw new ArrayIndexOutOfBoundsException("planted");
        }

        @Override
        public @Nullable Frame decode(IoBuffer in) throws FrameException {
            Frame frame = lines.decode(in);
            if (frame != null) failAt(frame, "read");
            return frame;
        }

        @Override
        public int wireBytesMax() {
            return lines.wireBytesMax();
        }

        @Override
        public int encodedBytes(Frame frame) {
            int bytes = lines.encodedBytes(frame);
            return frame.text().startsWith("lie") ? bytes + 3 : bytes;
        }

        @Override
        public void encode(Frame frame, IoBuffer out) {
            failAt(frame, "write");
            lines.encode(frame, out);
        }
    }

    @Test
    void aCodecThatFails() {
        List<String> bad = List.of("read", "read error", "write", "write error", "lie");
        each(net -> {
            net.serve(SERVER, new Failing(Codec.lines()), ECHO);
            SimulatedClient client = net.connect("bad", SERVER, Codec.lines());
            client.send("one");
            client.send(bad.get(net.random().nextInt(bad.size())));
            client.send("two");
            net.run(Duration.ofSeconds(5));
            client.assertEnded();
            assertThat(net.ends()).extracting("reason").contains(CloseReason.CODEC_FAILED);
            checkOther(net);
        });
    }

    @Test
    void aServiceThatLeavesItsThreadInterrupted() {
        each(net -> {
            Service service =
                    (peer, frame) -> {
                        peer.send(frame);
                        Thread.currentThread().interrupt();
                    };
            net.serve(SERVER, Codec.lines(), service);
            SimulatedClient client = net.connect("client", SERVER, Codec.lines());
            for (String text : List.of("one", "two", "three")) client.send(text);
            net.run(Duration.ofSeconds(5));
            client.assertReceived(client.sent());
            client.close();
            checkOther(net);
        });
    }

    /** The reset is all that tells of it, since nothing is read. */
    @Test
    void aPeerThatResetsWhileNobodyReads() {
        each(net -> {
            net.threadPerConnection(false); // a thread that does not read hears nothing
            Service deaf =
                    new Service() {
                        @Override
                        public void onFrame(Peer peer, Frame frame) {
                            peer.pause();
                        }
                    };
            Server server = net.serve(SERVER, Codec.lines(), deaf);
            SimulatedClient client = net.connect("client", SERVER, Codec.lines());
            client.send("listen");
            net.run(Duration.ofSeconds(1));
            client.abort();
            net.run(Duration.ofSeconds(1));
            assertThat(server.stats().open()).isZero();
        });
    }

    /** Who has done their part in time is not cut because the server's process was stopped. */
    @Test
    void aHostThatStops() {
        SimulatedFaults stop = SimulatedFaults.none().with(SimulatedFault.PAUSE, 1);
        each(net -> {
            net.faults(SimulatedFaults.none());
            net.limits(Limits.builder().idleTimeout(Duration.ofSeconds(3)).build());
            net.serve(SERVER, Codec.lines(), ECHO);
            net.limits(Limits.DEFAULT);
            SimulatedClient client = net.connect("client", SERVER, Codec.lines());
            Duration runsAgain = Duration.ZERO; // at the latest
            for (int i = 0; i < 40; i++) {
                client.send("line " + i);
                boolean runs = net.elapsed().compareTo(runsAgain) > 0;
                if (runs && net.random().nextInt(5) == 0) {
                    runsAgain = net.elapsed().plusSeconds(6);
                    net.run(Duration.ofNanos(50_000)); // it is on its way
                    net.faults(stop);
                    net.run(Duration.ofNanos(100_000)); // there, where nobody runs now
                    net.faults(SimulatedFaults.none());
                }
                net.run(Duration.ofMillis(1 + net.random().nextInt(700)));
            }
            net.run(Duration.ofSeconds(1));
            assertThat(net.ends()).extracting("reason").doesNotContain(CloseReason.IDLE);
            net.run(Duration.ofSeconds(6));
            client.assertReceived(client.sent());
            client.close();
        });
    }
}
