package io.fairlead.cli.chat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.client.raw.StreamClient;
import io.fairlead.net.ConnectOptions;
import io.fairlead.net.Endpoint;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class SendQueueTest {
    /** More than the kernel keeps for a server that does not read. */
    private static final int MUCH = 16 << 20;

    private static <T> FutureTask<T> begin(FutureTask<T> task, Thread.State waiting)
            throws Exception {
        Thread thread = Thread.ofPlatform().daemon().start(task);
        while (thread.getState() != waiting && !task.isDone()) Thread.onSpinWait();
        return task;
    }

    /** A client in the middle of a line that is longer than the server takes in. */
    private static final class Talk implements AutoCloseable {
        final FutureTask<SendQueue.Outcome> much;
        final Socket server;
        private final ServerSocket listener;
        private final StreamClient client;

        Talk(SendQueue outgoing) throws Exception {
            listener = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
            Endpoint endpoint = Endpoint.tcp("127.0.0.1", listener.getLocalPort());
            client = StreamClient.connect(endpoint, ConnectOptions.DEFAULT);
            server = listener.accept();
            outgoing.connected(client);
            outgoing.entered();
            much = new FutureTask<>(() -> outgoing.send("x".repeat(MUCH)));
            Thread.ofPlatform().daemon().start(much);
            // It holds what is between the lines: one byte of it has come, and the rest cannot.
            assertThat(server.getInputStream().read()).isEqualTo('x');
        }

        @Override
        public void close() throws IOException {
            client.close();
            server.close();
            listener.close();
        }
    }

    @Test
    void goodByeIsSaidAfterWhatIsBeingSaid() throws Exception {
        SendQueue outgoing = new SendQueue(Duration.ofSeconds(30));
        try (Talk talk = new Talk(outgoing)) {
            FutureTask<Boolean> quit =
                    begin(new FutureTask<>(outgoing::quit), Thread.State.TIMED_WAITING);
            assertThat(talk.much.isDone()).isFalse();
            assertThat(quit.isDone()).as("it waits").isFalse();
            assertThat(read(talk.server)).endsWith("x\n/quit\n");
            assertThat(quit.get()).isTrue();
        }
    }

    /** The thread that types may be marked as interrupted by the Ctrl-C that ends the program. */
    @Test
    void anInterruptedThreadSaysGoodByeToo() throws Exception {
        SendQueue outgoing = new SendQueue(Duration.ofSeconds(30));
        try (ServerSocket listener = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                StreamClient client =
                        StreamClient.connect(
                                Endpoint.tcp("127.0.0.1", listener.getLocalPort()),
                                ConnectOptions.DEFAULT);
                Socket server = listener.accept()) {
            outgoing.connected(client);
            Thread.currentThread().interrupt();
            boolean quit = outgoing.quit();
            assertThat(Thread.interrupted()).as("the mark stays").isTrue();
            assertThat(quit).isTrue();
            assertThat(read(server)).isEqualTo("/quit\n");
        }
    }

    private static String read(Socket server) throws Exception {
        StringBuilder all = new StringBuilder();
        byte[] some = new byte[1 << 16];
        while (!all.toString().endsWith("/quit\n")) {
            int count = server.getInputStream().read(some);
            if (count < 0) break;
            String text = new String(some, 0, count, UTF_8);
            all.append(text);
            if (all.length() > 100) all.delete(0, all.length() - 100);
        }
        return all.toString();
    }

    @Test
    void aServerThatTakesNothingIsNotWaitedForLong() throws Exception {
        SendQueue outgoing = new SendQueue(Duration.ofMillis(1));
        assertThat(outgoing.quit()).as("there is none").isFalse();
        try (Talk _ = new Talk(outgoing)) {
            assertThat(outgoing.quit()).isFalse();
        }
    }
}
