package io.fairlead.exec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.program.Program;
import io.fairlead.server.Model;
import io.fairlead.server.Server;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A program behind each datagram. */
@Timeout(120)
class DatagramProgramTest {
    private final BlockingQueue<String> log = new LinkedBlockingQueue<>();

    private static String ask(Server server, String text) throws Exception {
        try (DatagramSocket socket = new DatagramSocket()) {
            byte[] bytes = text.getBytes(UTF_8);
            InetAddress host = InetAddress.getLoopbackAddress();
            socket.send(new DatagramPacket(bytes, bytes.length, host, server.port()));
            DatagramPacket answer = new DatagramPacket(new byte[65_536], 65_536);
            socket.receive(answer);
            return new String(answer.getData(), 0, answer.getLength(), UTF_8);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Model.class,
            names = {"VIRTUAL", "SELECTOR", "EPOLL"})
    void oneDatagramInTheOutputOut(Model model) throws Exception {
        Program program = Program.of("sh", "-c", "cat; echo \" $PROTO\" $UDPREMOTEIP; echo oh >&2");
        try (DatagramProgram service = new DatagramProgram(program, log::add);
                Server server = Server.at("udp://127.0.0.1:0").model(model).serve(service)) {
            assertThat(ask(server, "hello")).isEqualTo("hello UDP 127.0.0.1\n");
            assertThat(ask(server, "")).isEqualTo(" UDP 127.0.0.1\n");
        }
        assertThat(log.take()).endsWith("sh: oh");
    }

    @ParameterizedTest
    @EnumSource(
            value = Model.class,
            names = {"VIRTUAL"})
    void anAnswerIsCut(Model model) throws Exception {
        Program program = Program.of("head", "-c", "1000000", "/dev/zero");
        try (DatagramProgram service = new DatagramProgram(program, log::add);
                Server server = Server.at("udp://127.0.0.1:0").model(model).serve(service)) {
            assertThat(ask(server, "x")).hasSize(DatagramProgram.ANSWER_BYTES_MAX);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Model.class,
            names = {"SELECTOR"})
    void aFloodFillsNoLog(Model model) throws Exception {
        try (DatagramProgram service = new DatagramProgram(Program.of("sleep", "60"), log::add);
                Server server = Server.at("udp://127.0.0.1:0").model(model).serve(service);
                DatagramSocket socket = new DatagramSocket()) {
            InetAddress host = InetAddress.getLoopbackAddress();
            DatagramPacket one = new DatagramPacket(new byte[1], 1, host, server.port());
            while (log.isEmpty()) socket.send(one);
            long beganNs = System.nanoTime();
            for (int i = 0; i < 1_000; i++) socket.send(one);
            long seconds = 1 + (System.nanoTime() - beganNs) / 1_000_000_000;
            assertThat(log.take()).endsWith(" dropped: 32 processes are running");
            assertThat(log).hasSizeLessThanOrEqualTo((int) seconds);
        }
    }
}
