package io.fairlead.restart;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.client.Client;
import io.fairlead.frame.Codec;
import io.fairlead.net.Endpoint;
import io.fairlead.net.NetException;
import io.fairlead.server.Eventually;
import io.fairlead.server.Model;
import io.fairlead.server.Probe;
import io.fairlead.server.Server;
import io.fairlead.service.Connection;
import io.fairlead.service.Service;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Sockets and connections while one process takes the place of another. */
@Timeout(120)
class HandoverTest extends Handovers {
    @ParameterizedTest
    @EnumSource
    void nobodyIsRefusedWhileOneTakesTheOthersPlace(Model model) throws Exception {
        Endpoint asked = Endpoint.parse("tcp://127.0.0.1:0");
        Handover first = begin(false);
        Server old = serve(asked, model);
        first.ready(List.of(old));
        AtomicBoolean over = new AtomicBoolean();
        CompletableFuture<Integer> visits = beside(() -> visit(old.port(), over));
        CompletableFuture<List<Message>> heard = restart();
        started.take();
        Handover second = begin(true);
        assertThat(second.predecessor()).isEqualTo(THIS);
        Server next = serve(asked, model);
        assertThat(next.endpoint()).isEqualTo(old.endpoint());
        second.ready(List.of(next));
        assertThat(first.replaced().join()).isEqualTo(THIS);
        old.retire(DRAIN);
        first.close();
        assertThat(echo(next.port())).isEqualTo("hello\n");
        over.set(true);
        assertThat(visits.join()).isPositive();
        assertThat(words(heard)).containsExactly("started", "done");
        assertThat(next.stats().opened()).isPositive();
        assertThat(control()).exists();
    }

    @ParameterizedTest
    @EnumSource(names = {"VIRTUAL", "SELECTOR", "EPOLL", "POOLED_VIRTUAL", "PREFORK"})
    void whoIsConnectedStaysWithTheOldOneUntilHeLeaves(Model model) throws Exception {
        Handover first = begin(false);
        Server old = serve(Endpoint.parse("tcp://127.0.0.1:0"), model);
        first.ready(List.of(old));
        try (Socket known = new Socket(InetAddress.getLoopbackAddress(), old.port())) {
            assertThat(say(known)).isEqualTo("hello\n");
            replace(first, old, model);
            CompletableFuture<Integer> cut = beside(() -> retire(old));
            assertThat(say(known)).isEqualTo("hello\n");
            known.shutdownOutput();
            assertThat(known.getInputStream().read()).isEqualTo(-1);
            assertThat(cut.join()).isZero();
        }
    }

    private static int retire(Server server) {
        try {
            return server.retire(Duration.ofMinutes(1));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void pathsDatagramsAndLoopsThatShareAPortAreHandedOver() throws Exception {
        Endpoint path = Endpoint.unix(directory.resolve("x.sock"));
        Endpoint udp = Endpoint.parse("udp://127.0.0.1:0");
        Endpoint tcp = Endpoint.parse("tcp://127.0.0.1:0");
        Handover first = begin(false);
        List<Server> old = List.of(serve(path, Model.EPOLL), serve(udp, Model.EPOLL), loops(tcp));
        first.ready(old);
        CompletableFuture<List<Message>> heard = restart();
        started.take();
        Handover second = begin(true);
        List<Server> next = List.of(serve(path, Model.EPOLL), serve(udp, Model.EPOLL), loops(tcp));
        second.ready(next);
        assertThat(words(heard)).containsExactly("started", "done");
        for (Server one : old) one.retire(DRAIN);
        for (int i = 0; i < 3; i++) {
            assertThat(next.get(i).endpoint()).isEqualTo(old.get(i).endpoint());
            assertThat(ask(next.get(i).endpoint())).isEqualTo("hello");
            assertThat(next.get(i).stats().opened()).isEqualTo(1);
        }
    }

    /** Port 0 twice: each server has its own port again, and serves as before. */
    @Test
    void serversThatWereAskedForAlikeAreNotMixedUp() throws Exception {
        Endpoint any = Endpoint.parse("tcp://127.0.0.1:0");
        Handover first = begin(false);
        Server one = serve(any, Model.EPOLL);
        Server two = serve(any, Model.VIRTUAL);
        first.ready(List.of(one, two));
        CompletableFuture<List<Message>> heard = restart();
        started.take();
        Handover second = begin(true);
        Server nextOne = serve(any, Model.EPOLL);
        Server nextTwo = serve(any, Model.VIRTUAL);
        second.ready(List.of(nextOne, nextTwo));
        assertThat(words(heard)).containsExactly("started", "done");
        assertThat(nextOne.endpoint()).isEqualTo(one.endpoint());
        assertThat(nextTwo.endpoint()).isEqualTo(two.endpoint());
        one.retire(DRAIN);
        two.retire(DRAIN);
        assertThat(echo(one.port())).isEqualTo("hello\n");
        assertThat(nextOne.stats().opened()).isEqualTo(1);
        assertThat(nextTwo.stats().opened()).isZero();
    }

    private static String ask(Endpoint endpoint) throws IOException {
        if (endpoint.scheme() == Endpoint.Scheme.UDP) {
            try (Probe probe = Probe.open(endpoint)) {
                return probe.exchange("hello");
            }
        }
        try (Connection connection = Client.connect(endpoint.toString())) {
            connection.writeLine("hello");
            return String.valueOf(connection.readLine());
        }
    }

    private Server loops(Endpoint asked) throws NetException {
        Server server =
                Server.at(asked).model(Model.EPOLL).loops(2).codec(Codec.lines()).serve(ECHO);
        open.add(server);
        return server;
    }

    private static int visit(int port, AtomicBoolean over) {
        try {
            int visits = 0;
            for (; !over.get(); visits++) assertThat(echo(port)).isEqualTo("hello\n");
            return visits;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What docs/restart.md shows; how it ends is for the other tests. */
    @Test
    void aProgramOfYourOwn() throws Exception {
        CompletableFuture<Throwable> end = new CompletableFuture<>();
        Thread program = Thread.ofPlatform().start(() -> end.complete(endOfProgram()));
        Eventually.until("it can be restarted", () -> Files.exists(control()));
        program.interrupt();
        assertThat(end.join()).isInstanceOf(InterruptedException.class);
        Eventually.until("its file is gone", () -> Files.notExists(control()));
    }

    private Throwable endOfProgram() {
        try {
            serve(control(), (peer, line) -> peer.send(line));
            return new AssertionError("nobody has replaced it");
        } catch (IOException | InterruptedException | ExecutionException e) {
            return e;
        }
    }

    private static void serve(Path control, Service service)
            throws IOException, InterruptedException, ExecutionException {
        // region: program
        try (Handover handover = Handover.begin(control);
                Server server = Server.at("tcp://127.0.0.1:0").serve(service)) {
            handover.ready(List.of(server));
            handover.replaced().get(); // somebody has asked for a restart, and it has gone well
            server.retire(Duration.ofMinutes(10));
        }
        // endregion
    }
}
