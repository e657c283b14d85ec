package io.fairlead.restart;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.frame.Codec;
import io.fairlead.net.Endpoint;
import io.fairlead.net.NetException;
import io.fairlead.server.Model;
import io.fairlead.server.Server;
import io.fairlead.server.ServerBuilder;
import io.fairlead.service.Service;
import java.io.IOException;
import java.io.Serializable;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two processes' parts in one: the program that is started stands for the new one, which the test
 * plays.
 */
abstract class Handovers {
    static final long THIS = ProcessHandle.current().pid();
    static final Service ECHO = (Service & Serializable) (peer, frame) -> peer.send(frame);
    static final Duration DRAIN = Duration.ofSeconds(10);

    @TempDir Path directory;
    final List<AutoCloseable> open = new ArrayList<>();
    @Nullable Handover latest;
    final BlockingQueue<Process> started = new LinkedBlockingQueue<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : open.reversed()) one.close();
        for (Process one : started) one.destroyForcibly();
    }

    Process start(Map<String, String> variables) throws IOException {
        assertThat(variables).containsEntry("FAIRLEAD_REPLACES", control().toString());
        Process process = new ProcessBuilder("cat").start();
        started.add(process);
        return process;
    }

    Path control() {
        return directory.resolve("control");
    }

    Handover begin(boolean replaces) throws IOException {
        Handover handover = Handover.begin(control(), this::start, replaces);
        open.add(handover);
        latest = handover;
        return handover;
    }

    Server serve(Endpoint asked, Model model) throws NetException {
        ServerBuilder builder = Server.at(asked).model(model).codec(Codec.lines());
        Server server = builder.serve(ECHO);
        open.add(server);
        return server;
    }

    /** What {@code fairlead restart} hears, to the end. */
    CompletableFuture<List<Message>> restart() {
        return beside(() -> {
            List<Message> said = new ArrayList<>();
            try (ControlLink link = ControlLink.connect(control())) {
                link.send(Message.of(Message.RESTART));
                Message one;
                while ((one = link.receive(Duration.ofMinutes(1))) != null) said.add(one);
            } catch (IOException e) {
                said.add(Message.of("lost").with("reason", e));
            }
            return said;
        });
    }

    static <T> CompletableFuture<T> beside(Supplier<T> work) {
        return CompletableFuture.supplyAsync(work, task -> Thread.ofPlatform().start(task));
    }

    static String echo(int port) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return say(socket);
        }
    }

    static String say(Socket socket) throws IOException {
        socket.getOutputStream().write("hello\n".getBytes(UTF_8));
        return new String(socket.getInputStream().readNBytes("hello\n".length()), UTF_8);
    }

    static List<String> words(CompletableFuture<List<Message>> heard) {
        return heard.join().stream().map(Message::word).toList();
    }

    /** Replaces {@code old} by a server of the same kind. */
    Server replace(Handover first, Server old, Model model) throws Exception {
        CompletableFuture<List<Message>> heard = restart();
        started.take();
        Handover second = begin(true);
        Server next = serve(old.asked(), model);
        second.ready(List.of(next));
        assertThat(words(heard)).containsExactly("started", "done");
        assertThat(first.replaced().join()).isEqualTo(THIS);
        return next;
    }
}
