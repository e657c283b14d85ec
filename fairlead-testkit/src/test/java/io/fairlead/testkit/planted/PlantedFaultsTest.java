package io.fairlead.testkit.planted;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fairlead.client.Client;
import io.fairlead.frame.Codec;
import io.fairlead.frame.Frame;
import io.fairlead.service.Limits;
import io.fairlead.service.Peer;
import io.fairlead.service.PeerTimer;
import io.fairlead.service.Service;
import io.fairlead.testkit.SeedRuns;
import io.fairlead.testkit.SimulatedClient;
import io.fairlead.testkit.SimulatedNetwork;
import io.fairlead.testkit.SimulatedTest;
import io.fairlead.testkit.SimulationFailure;
import io.fairlead.testkit.fault.SimulatedFault;
import io.fairlead.testkit.fault.SimulatedFaults;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** Each fault that is planted is found, and shrunk to a few choices. */
class PlantedFaultsTest {
    private static final int SEEDS = 20_000;
    private static final int CHOICES_MAX = 10;
    private static final String ENDPOINT = "tcp://server:7000";
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final SimulatedFaults PROMPT =
            SimulatedFaults.usual()
                    .without(SimulatedFault.STALL)
                    .without(SimulatedFault.PAUSE)
                    .without(SimulatedFault.HALF_OPEN);
    private static final List<String> LINES =
            IntStream.range(0, 2_000).mapToObj(i -> "line " + i).toList();

    private String name = "";

    @BeforeEach
    void name(TestInfo info) {
        name = info.getTestMethod().orElseThrow().getName();
    }

    /** Finds it, and gives what the message says of the failure. */
    private String find(SimulatedFaults faults, SimulatedTest test) {
        SeedRuns runs = SeedRuns.of(SEEDS).faults(faults).named("PlantedFaultsTest#" + name);
        SimulationFailure failure =
                catchThrowableOfType(SimulationFailure.class, () -> runs.check(test));
        assertThat(failure).as("it is found").isNotNull();
        long left = Arrays.stream(failure.choices()).filter(choice -> choice != 0).count();
        assertThat(left).as(failure.getMessage()).isLessThanOrEqualTo(CHOICES_MAX);
        assertThat(failure.getMessage()).contains("-Dfairlead.choices=");
        assertThat(failure.conversation().lines().count()).isBetween(1L, 40L);
        return failure.getMessage().substring(failure.getMessage().indexOf("failure: "));
    }

    private static SimulatedClient talk(SimulatedNetwork net, Service service, String... texts) {
        net.serve(ENDPOINT, Codec.lines(), service);
        SimulatedClient client = net.connect(ENDPOINT, Codec.lines());
        for (String text : texts) client.send(text);
        return client;
    }

    @Test
    void anAnswerForgottenAfterAHalfClose() {
        SimulatedTest test =
                net -> {
                    Service service = new PlantedServices.ForgetsAfterHalfClose();
                    SimulatedClient client = talk(net, service, "one", "two");
                    if (net.random().nextInt(4) == 3) client.shutdownOutput();
                    net.run(MINUTE);
                    client.assertReceived(client.sent());
                };
        assertThat(find(PROMPT, test)).contains(": lost: frame 1");
    }

    @Test
    void answersOutOfOrder() {
        SimulatedTest test =
                net -> {
                    Service service = new PlantedServices.AnswersOutOfOrder();
                    SimulatedClient client = talk(net, service);
                    for (int i = 0; i < 20; i++) {
                        client.send("x".repeat(1 + net.random().nextInt(4)) + i);
                        net.run(Duration.ofMillis(3));
                    }
                    client.shutdownOutput();
                    net.run(MINUTE);
                    client.assertReceived(client.sent());
                };
        assertThat(find(PROMPT, test)).contains(": reordered: frame ");
    }

    @Test
    void whatFullDroppedIsLost() {
        SimulatedTest test =
                net -> {
                    net.limits(Limits.builder().queuedBytesMax(1024).build());
                    net.socketBytesMax(512);
                    Service service = new PlantedServices.IgnoresFull();
                    SimulatedClient client = talk(net, service, "all");
                    net.run(MINUTE);
                    client.assertReceived(LINES);
                };
        assertThat(find(PROMPT, test)).contains(": lost: ");
    }

    @Test
    void whatFullPutOffComesTwice() {
        SimulatedTest test =
                net -> {
                    net.limits(Limits.builder().queuedBytesMax(1024).build());
                    net.socketBytesMax(512);
                    Service service = new PlantedServices.SendsTwiceAfterFull();
                    SimulatedClient client = talk(net, service, "all");
                    net.run(MINUTE);
                    client.assertReceived(LINES);
                };
        assertThat(find(PROMPT, test)).contains(": doubled: ");
    }

    @Test
    void stateInAStatic() {
        SimulatedTest test =
                net -> {
                    SimulatedClient one =
                            talk(net, new PlantedServices.KeepsStateInAStatic(), "i am one");
                    SimulatedClient two = net.connect("other", ENDPOINT, Codec.lines());
                    two.send("i am two");
                    net.run(Duration.ofMillis(net.random().nextInt(10)));
                    one.send("who am i?");
                    net.run(MINUTE);
                    one.assertReceived(List.of("you are one"));
                };
        assertThat(find(PROMPT, test)).contains("you are two");
    }

    @Test
    void oneThatNeverCloses() {
        SimulatedTest test =
                net -> {
                    SimulatedClient client =
                            talk(net, new PlantedServices.NeverCloses(), "one", "two");
                    client.shutdownOutput();
                    net.run(Duration.ofSeconds(30));
                    client.assertEnded();
                };
        assertThat(find(PROMPT, test)).contains("is open at PT30");
    }

    @Test
    void aTimerThatIsNeverCancelled() {
        SimulatedTest test =
                net -> {
                    net.serve(ENDPOINT, Codec.lines(), (peer, frame) -> peer.send(frame));
                    Client client = net.client("sensor", ENDPOINT, Codec.lines());
                    Service sensor = (_, _) -> {};
                    CompletableFuture<Peer> _ =
                            client.connect(sensor)
                                    .whenComplete((_, failure) -> {
                                        if (failure != null) sendAgain(client);
                                    });
                    net.run(MINUTE);
                };
        assertThat(find(PROMPT, test)).contains("a timer is set");
    }

    private static void sendAgain(Client client) {
        PeerTimer _ = client.after(Duration.ofSeconds(5), () -> sendAgain(client));
    }

    @Test
    void whatWasSentBeforeAReconnectIsLost() {
        SimulatedTest test =
                net -> {
                    List<String> known = new ArrayList<>();
                    net.serve(
                            ENDPOINT,
                            Codec.lines(),
                            (peer, frame) -> {
                                known.add(frame.text());
                                peer.send("ok");
                            });
                    QueueingSender sender =
                            new QueueingSender(net.client("sensor", ENDPOINT, Codec.lines()));
                    for (int i = 0; i < 5; i++) sender.add("reading " + i);
                    sender.connect();
                    net.run(Duration.ofMinutes(10));
                    sender.stop();
                    assertThat(known).contains("reading 0", "reading 1", "reading 2", "reading 3");
                };
        assertThat(find(SimulatedFaults.usual(), test)).contains("could not find");
    }

    @Test
    void aLengthThatComesInTwoPieces() {
        Codec right = Codec.lengthPrefixed(2);
        SimulatedTest test =
                net -> {
                    List<String> got = new ArrayList<>();
                    net.serve(ENDPOINT, new ShortLengths(), (_, frame) -> got.add(frame.text()));
                    SimulatedClient client = net.connect(ENDPOINT, right);
                    for (int i = 0; i < 20; i++) client.send("message " + i);
                    net.run(MINUTE);
                    assertThat(got).isEqualTo(client.sent().subList(0, got.size()));
                };
        assertThat(find(PROMPT, test)).contains("message");
    }

    @Test
    void oneWhoCameAgainIsForgotten() {
        SimulatedTest test =
                net -> {
                    PlantedServices.ForgetsWhoCameAgain service =
                            new PlantedServices.ForgetsWhoCameAgain();
                    SimulatedClient first = talk(net, service, "lamp");
                    net.run(Duration.ofMillis(net.random().nextInt(100)));
                    SimulatedClient second = net.connect("lamp", ENDPOINT, Codec.lines());
                    second.send("lamp");
                    net.run(MINUTE);
                    assertThat(first.isOver() || first.isCut()).isTrue();
                    if (!second.isOver() && !second.texts().isEmpty()) {
                        assertThat(service.here).containsKey("lamp");
                    }
                };
        assertThat(find(PROMPT, test)).contains("lamp");
    }

    /** Two handlers that count, each in its own thread: one waits between its two steps. */
    @Test
    void anUpdateOfAnotherHandlerIsLost() {
        SimulatedTest test =
                net -> {
                    int[] count = {0};
                    int[] done = {0};
                    net.converse(
                            ENDPOINT,
                            connection -> {
                                int before = count[0];
                                connection.readLine();
                                count[0] = before + 1;
                                done[0]++;
                            });
                    for (String name : List.of("one", "two")) {
                        net.connect(name, ENDPOINT, connection -> connection.writeLine("count"));
                        net.run(Duration.ofMillis(net.random().nextInt(50)));
                    }
                    net.run(MINUTE);
                    assertThat(count[0]).as("of %s updates", done[0]).isEqualTo(done[0]);
                };
        assertThat(find(PROMPT, test)).contains("of 2 updates");
    }

    @Test
    void anAnswerAfterItsTimeIsCountedTwice() {
        SimulatedTest test =
                net -> {
                    PlantedServices.CountsTwice service = new PlantedServices.CountsTwice();
                    net.serve(ENDPOINT, Codec.lines(), service);
                    Client client = net.client("device", ENDPOINT, Codec.lines());
                    Service yes = (Peer peer, Frame _) -> peer.send("yes");
                    CompletableFuture<Peer> _ = client.connect(yes);
                    net.run(MINUTE);
                    assertThat(service.failed + service.answered)
                            .isLessThanOrEqualTo(service.asked);
                };
        assertThat(find(PROMPT, test)).contains("less than or equal");
    }
}
