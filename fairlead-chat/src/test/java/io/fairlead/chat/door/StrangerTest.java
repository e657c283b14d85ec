package io.fairlead.chat.door;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.chat.ChatOptions;
import io.fairlead.chat.history.History;
import io.fairlead.server.Model;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Sources of datagrams that can be forged: here loopback is treated as any other. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StrangerTest {
    private static final ChatOptions STRICT = ChatOptions.DEFAULT.withPerAddress(4, true);

    private static DatagramSocket socket(Inn inn) throws IOException {
        DatagramSocket socket = new DatagramSocket();
        socket.setSoTimeout(60_000);
        socket.connect(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), inn.port(Doors.DATAGRAMS)));
        return socket;
    }

    private static void send(DatagramSocket socket, String text) throws IOException {
        byte[] bytes = text.getBytes(UTF_8);
        socket.send(new DatagramPacket(bytes, bytes.length));
    }

    private static String receive(DatagramSocket socket) throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[2048], 2048);
        socket.receive(packet);
        return new String(packet.getData(), 0, packet.getLength(), UTF_8);
    }

    @Test
    void aStrangerIsLetInWhenItHasProvenWhereItIs() throws Exception {
        try (Inn inn = new Inn(Model.VIRTUAL, STRICT, History.NONE);
                Guest ada = Guest.at(inn.port(Doors.LINES));
                DatagramSocket udp = socket(inn)) {
            ada.await("You are guest");
            send(udp, "hello");
            send(udp, "/hi wrong");
            send(udp, "is anybody there?");
            String word = receive(udp);
            assertThat(word).matches("/hi [a-z2-9]{12}\n");
            send(udp, word);
            ada.await("*** guest_2 has come in");
            while (!receive(udp).startsWith("You are guest_2 in #lobby")) {}
            send(udp, "hello");
            ada.await("<guest_2> hello");
            assertThat(ada.soFar()).noneMatch(line -> line.contains("anybody"));
        }
    }

    /** What is sent under a forged source costs nobody a place, and comes back as no more. */
    @Test
    void nobodyIsAnsweredMoreThanHeSentOrTakesAPlace() throws Exception {
        try (Inn inn = new Inn(Model.VIRTUAL, STRICT, History.NONE);
                Guest ada = Guest.at(inn.port(Doors.LINES))) {
            ada.await("You are guest");
            List<DatagramSocket> sockets = new ArrayList<>();
            for (int i = 0; i < 100; i++) sockets.add(socket(inn));
            for (DatagramSocket udp : sockets) {
                for (String text : List.of("x", "/history 500", "/who", "/help")) send(udp, text);
            }
            ada.type("/who");
            assertThat(ada.await("= in #lobby")).isEqualTo("= in #lobby: @guest");
            try (DatagramSocket udp = socket(inn)) {
                send(udp, "let me in, please");
                send(udp, receive(udp));
                ada.await("*** guest_2 has come in");
            }
            for (DatagramSocket udp : sockets) {
                assertThat(all(udp)).hasSizeLessThanOrEqualTo("x/history 500/who/help".length());
                udp.close();
            }
        }
    }

    /** What has come: one answer at least. */
    private static String all(DatagramSocket udp) throws IOException {
        StringBuilder all = new StringBuilder(receive(udp));
        udp.setSoTimeout(1);
        try {
            while (true) all.append(receive(udp));
        } catch (SocketTimeoutException none) {
            return all.toString();
        }
    }
}
