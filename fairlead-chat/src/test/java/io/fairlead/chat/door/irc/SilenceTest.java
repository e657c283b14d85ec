package io.fairlead.chat.door.irc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.chat.Chat;
import io.fairlead.chat.ChatOptions;
import io.fairlead.chat.history.History;
import io.fairlead.frame.Frame;
import io.fairlead.net.Endpoint;
import io.fairlead.server.Server;
import io.fairlead.server.ServerObserver;
import io.fairlead.service.CloseReason;
import io.fairlead.service.Peer;
import io.fairlead.service.Service;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who is silent is asked, and gone if nothing comes; what has come counts first. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SilenceTest {
    private static final IrcClient.Times QUICK =
            new IrcClient.Times(
                    Duration.ofMillis(200), Duration.ofMillis(100), Duration.ofMillis(50));

    private final Chat chat;
    private final CountDownLatch goesOn = new CountDownLatch(1);

    SilenceTest() throws IOException {
        chat = new Chat(ChatOptions.DEFAULT, History.NONE, Clock.systemUTC());
    }

    @AfterEach
    void close() {
        goesOn.countDown();
        chat.close();
    }

    /** A door that reads nothing once it has read PONG, until it goes on: as after a SIGSTOP. */
    private record Stopped(IrcDoor door, CountDownLatch goesOn) implements Service {
        @Override
        public boolean sharesState() {
            return true;
        }

        @Override
        public void onOpen(Peer peer) {
            door.onOpen(peer);
        }

        @Override
        public void onFrame(Peer peer, Frame frame) {
            try {
                if (frame.text().startsWith("PONG")) goesOn.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            door.onFrame(peer, frame);
        }

        @Override
        public void onClose(Peer peer, CloseReason reason) {
            door.onClose(peer, reason);
        }
    }

    private Server server(IrcClient.Times times) throws IOException {
        return Server.at(Endpoint.tcp("127.0.0.1", 0))
                .codec(IrcDoor.CODEC)
                .observer(ServerObserver.NONE)
                .serve(new Stopped(new IrcDoor(chat, times), goesOn));
    }

    private static Socket connected(Server server) throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), server.port());
    }

    private static void type(Socket socket, String lines) throws IOException {
        socket.getOutputStream().write((lines + "\r\n").getBytes(UTF_8));
    }

    private static String await(BufferedReader reader, String part) throws IOException {
        String line = reader.readLine();
        while (line != null && !line.contains(part)) line = reader.readLine();
        return String.valueOf(line);
    }

    private static BufferedReader reader(Socket socket) throws IOException {
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
    }

    @Test
    void whoSaysNothingIsAskedAndThenGone() throws Exception {
        try (Server server = server(QUICK);
                Socket ada = connected(server);
                Socket nobody = connected(server)) {
            type(ada, "NICK ada\r\nUSER a 0 * :a");
            BufferedReader lines = reader(ada);
            assertThat(await(lines, "PING :")).isEqualTo("PING :chat.fairlead");
            assertThat(await(lines, "ERROR")).isEqualTo("ERROR :Closing link: Ping timeout");
            assertThat(await(reader(nobody), "ERROR")).endsWith("Registration timed out");
        }
    }

    @Test
    void whatHasComeCountsBeforeWhatIsOverdue() throws Exception {
        var patient =
                new IrcClient.Times(
                        Duration.ofMillis(200), Duration.ofMillis(100), Duration.ofSeconds(30));
        try (Server server = server(patient);
                Socket ada = connected(server)) {
            type(ada, "NICK ada\r\nUSER a 0 * :a");
            BufferedReader lines = reader(ada);
            assertThat(await(lines, "PING :")).isEqualTo("PING :chat.fairlead");
            type(ada, "PONG x\r\nPING still-here");
            CountDownLatch overdue = new CountDownLatch(1);
            chat.after(Duration.ofMillis(600), overdue::countDown); // looks come in their order
            overdue.await();
            goesOn.countDown();
            assertThat(await(lines, "PONG")).endsWith(" :still-here");
        }
    }
}
