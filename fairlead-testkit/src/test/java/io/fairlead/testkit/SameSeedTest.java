package io.fairlead.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.frame.Codec;
import io.fairlead.services.relay.Relay;
import io.fairlead.testkit.fault.SimulatedFaults;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The same seed is the same run: in another JVM, with other hash codes and another heap, too. */
class SameSeedTest {
    private static final int SEEDS = 100;

    /** Prints the hashes of the traces of all seeds. */
    static final class Hashes {
        private Hashes() {}

        public static void main(String[] args) {
            hashes().forEach(System.out::println);
        }
    }

    static List<String> hashes() {
        List<String> hashes = new ArrayList<>();
        for (int seed = 0; seed < SEEDS; seed++) {
            hashes.add(seed + " " + Long.toHexString(hash(seed)));
        }
        return hashes;
    }

    private static long hash(long seed) {
        try (SimulatedNetwork net = SimulatedNetwork.of(seed).faults(SimulatedFaults.usual())) {
            net.serve("tcp://b:7", Codec.lines(), (peer, frame) -> peer.send(frame));
            Relay relay = RelaySeedsTest.relay(net, "tcp://a:7", "tcp://b:7");
            for (int i = 0; i < 5; i++) {
                SimulatedClient client = net.connect("c" + i % 2, "tcp://a:7", Codec.lines());
                for (int line = 0; line < 20; line++) client.send("line " + line);
                if (i == 0) client.shutdownOutput();
            }
            net.serve("udp://server:7", Codec.raw(), (peer, frame) -> peer.send(frame));
            net.converse("tcp://h:7", HandlerSeedsTest.ECHO);
            HandlerSeedsTest.talk(net, "tcp://h:7", new ArrayList<>());
            PoolSeedsTest.borrow(net);
            TlsSeedsTest.talk(net);
            DatagramSeedsTest.talk(net, "d", "d");
            net.run(Duration.ofSeconds(10));
            relay.close(); // ends those that are open, one after the other
            net.run(Duration.ofHours(1));
            return net.hash();
        }
    }

    /** What this JVM has, on whichever path. */
    private static String classPath() {
        String modules = System.getProperty("jdk.module.path", "");
        String classes = System.getProperty("java.class.path");
        return String.join(File.pathSeparator, "target/test-classes", modules, classes);
    }

    private static List<String> run(Class<?> main, String... options) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElseThrow());
        command.addAll(List.of(options));
        command.addAll(List.of("-XX:+UseSerialGC", "-Xmx64m", "-cp", classPath(), main.getName()));
        Process other =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        String printed = new String(other.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return printed.lines().toList();
    }

    @Test
    void anotherJvmRunsTheSame() throws IOException {
        String opens = "--add-opens=java.base/java.lang=ALL-UNNAMED"; // for threads
        String otherHashCodes = "-XX:hashCode=2";
        List<String> others =
                run(Hashes.class, opens, "-XX:+UnlockExperimentalVMOptions", otherHashCodes);
        assertThat(others).isEqualTo(hashes());
    }

    /** Prints the hashes of the traces of handlers, whose threads allocate buffers. */
    static final class Handlers {
        private Handlers() {}

        public static void main(String[] args) {
            handlers().forEach(System.out::println);
        }
    }

    private static List<String> handlers() {
        List<String> hashes = new ArrayList<>();
        for (int seed = 0; seed < SEEDS; seed++) {
            SimulatedNetwork net = SimulatedNetwork.of(seed).faults(SimulatedFaults.usual());
            net.converse("tcp://h:7", HandlerSeedsTest.ECHO);
            HandlerSeedsTest.talk(net, "tcp://h:7", new ArrayList<>());
            net.run(Duration.ofHours(1));
            net.assertNothingLeft();
            hashes.add(seed + " " + Long.toHexString(net.hash()));
        }
        return hashes;
    }

    /**
     * The JDK has a thread wait until memory is collected, of which it is short again and again.
     */
    @Test
    void aJvmThatIsShortOfMemoryRunsTheSame() throws IOException {
        String opens = "--add-opens=java.base/java.lang=ALL-UNNAMED";
        assertThat(run(Handlers.class, opens, "-XX:MaxDirectMemorySize=512k"))
                .isEqualTo(handlers());
    }

    /** Tries threads, and prints why there are none. */
    static final class Threads {
        private Threads() {}

        public static void main(String[] args) {
            try (SimulatedNetwork net = SimulatedNetwork.of(1)) {
                net.threads("host");
            } catch (IllegalStateException e) {
                System.out.println(e.getMessage());
            }
        }
    }

    @Test
    void aJvmWithoutTheOptionIsToldWhich() throws IOException {
        assertThat(run(Threads.class))
                .containsExactly(
                        "threads cannot be simulated: start Java with --add-opens"
                                + " java.base/java.lang=ALL-UNNAMED");
    }

    @Test
    void aReplayOfTheChoicesIsTheSameRun() {
        long[] choices;
        long hash;
        try (SimulatedNetwork net = SimulatedNetwork.of(7).faults(SimulatedFaults.usual())) {
            EchoSeedsTest.talk(net, new ArrayList<>());
            choices = net.choices();
            hash = net.hash();
        }
        try (SimulatedNetwork net =
                SimulatedNetwork.replaying(choices).faults(SimulatedFaults.usual())) {
            EchoSeedsTest.talk(net, new ArrayList<>());
            assertThat(net.hash()).isEqualTo(hash);
        }
    }
}
