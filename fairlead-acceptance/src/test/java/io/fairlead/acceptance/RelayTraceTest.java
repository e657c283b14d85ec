package io.fairlead.acceptance;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code fairlead trace} beside a relay; skipped without libpcap, and where nobody may capture. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RelayTraceTest {
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

    private final Programs programs = new Programs();

    @AfterEach
    void end() throws Exception {
        programs.end();
    }

    /** The conversation with the client, and the one with the target: what the relay made of it. */
    @Test
    void bothSidesAreDrawn() throws Exception {
        try (ServerSocket target = new ServerSocket(0, 1, LOOPBACK)) {
            int targetPort = target.getLocalPort();
            String to = String.valueOf(targetPort);
            Program relay = programs.fairlead("relay", "0", to, "--slice", "1").start();
            String first = relay.output().await("relay ");
            int port = Integer.parseInt(first.replaceAll(".*tcp://127\\.0\\.0\\.1:(\\d+)$", "$1"));
            String filter = "tcp port %d or tcp port %d".formatted(port, targetPort);
            Program trace =
                    programs.fairlead("trace", "--unfold", "-i", "lo", "--filter", filter).start();
            awaitCapture(trace, port, target);
            try (Socket client = new Socket(LOOPBACK, port);
                    Socket relayed = target.accept()) {
                client.getOutputStream().write("yes".getBytes(US_ASCII));
                assertThat(relayed.getInputStream().readNBytes(3)).hasSize(3);
                trace.output().await("127.0.0.1:" + client.getLocalPort());
                trace.output().await("127.0.0.1:" + relayed.getPort());
                trace.output().await("The client sends 3 bytes: \"yes\"");
                for (String slice : List.of("y", "e", "s")) {
                    trace.output().await(": \"" + slice + "\"");
                }
            }
        }
    }

    /** Its first words come before the capture: so connections are made until one is seen. */
    private static void awaitCapture(Program trace, int port, ServerSocket target)
            throws Exception {
        while (trace.output().soFar().isEmpty()) {
            assumeTrue(trace.isAlive(), () -> "no capture: " + trace.errors().soFar());
            try (Socket probe = new Socket(LOOPBACK, port);
                    Socket accepted = target.accept()) {
                probe.shutdownOutput();
                assertThat(accepted.getInputStream().read()).isEqualTo(-1);
            }
        }
    }
}
