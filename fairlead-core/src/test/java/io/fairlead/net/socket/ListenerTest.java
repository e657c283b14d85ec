package io.fairlead.net.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.fairlead.net.ConnectOptions;
import io.fairlead.net.Endpoint;
import io.fairlead.net.EndpointException;
import io.fairlead.net.NetException;
import io.fairlead.net.NetException.Kind;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ListenerTest {
    static boolean hasIpv6() {
        return Files.exists(Path.of("/proc/net/if_inet6"));
    }

    static void assertServes(Listener listener, Endpoint through) throws Exception {
        try (SocketChannel client = Sockets.connect(through, ConnectOptions.DEFAULT);
                SocketChannel server = listener.channel().accept()) {
            client.write(ByteBuffer.wrap(new byte[] {42}));
            ByteBuffer received = ByteBuffer.allocate(2);
            assertThat(server.read(received)).isEqualTo(1);
            assertThat(received.get(0)).isEqualTo((byte) 42);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "tcp://127.0.0.1:0, tcp://127.0.0.1:",
        "tcp://localhost:0, tcp://127.0.0.1:",
        "tcp://0.0.0.0:0, tcp://0.0.0.0:",
        "tcp://*:0, tcp://*:",
        "tcp://[::1]:0, tcp://[::1]:",
        "tcp://[::1%lo]:0, tcp://[::1",
        "tcp://[::]:0, tcp://[::]:",
    })
    void saysWhatItIsBoundTo(String text, String bound) throws Exception {
        assumeThat(text.indexOf('[') < 0 || hasIpv6()).as("IPv6").isTrue();
        try (Listener listener = Listener.open(Endpoint.parse(text))) {
            assertThat(listener.endpoint().toString()).startsWith(bound);
            assertThat(listener.endpoint().port()).isPositive();
            assertServes(listener, listener.endpoint());
        }
    }

    @Test
    void aWildcardTakesIpv4AndIpv6() throws Exception {
        try (Listener listener = Listener.open(Endpoint.parse("*:0"), 5)) {
            int port = listener.endpoint().port();
            assertServes(listener, Endpoint.tcp("127.0.0.1", port));
            assumeThat(hasIpv6()).as("IPv6").isTrue();
            assertServes(listener, Endpoint.tcp("::1", port));
        }
    }

    @Test
    void anIpv4WildcardTakesNoIpv6() throws Exception {
        assumeThat(hasIpv6()).as("IPv6").isTrue();
        try (Listener listener = Listener.open(Endpoint.parse("0.0.0.0:0"))) {
            Endpoint six = Endpoint.tcp("::1", listener.endpoint().port());
            assertThatExceptionOfType(NetException.class)
                    .isThrownBy(() -> Sockets.connect(six, ConnectOptions.DEFAULT));
        }
    }

    @Test
    void reusesAddressesAndNeverSharesPorts() throws Exception {
        try (Listener listener = Listener.open(Endpoint.parse("0"))) {
            ServerSocketChannel channel = listener.channel();
            assertThat(channel.getOption(StandardSocketOptions.SO_REUSEADDR)).isTrue();
            if (channel.supportedOptions().contains(StandardSocketOptions.SO_REUSEPORT)) {
                assertThat(channel.getOption(StandardSocketOptions.SO_REUSEPORT)).isFalse();
            }
            assertThat(channel.isBlocking()).isTrue();
        }
    }

    @Test
    void bindsAtOnceAfterAConnectionInTimeWait() throws Exception {
        Endpoint endpoint;
        try (Listener listener = Listener.open(Endpoint.parse("0"))) {
            endpoint = listener.endpoint();
            SocketChannel client = Sockets.connect(endpoint, ConnectOptions.DEFAULT);
            SocketChannel server = listener.channel().accept();
            server.close(); // who closes first has the TIME_WAIT
            assertThat(client.read(ByteBuffer.allocate(1))).isEqualTo(-1);
            client.close();
        }
        try (Listener again = Listener.open(endpoint)) {
            assertThat(again.endpoint()).isEqualTo(endpoint);
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aPortInUseNamesItsHolder() throws Exception {
        try (Listener listener = Listener.open(Endpoint.parse("0"))) {
            Endpoint held = listener.endpoint();
            assertThatExceptionOfType(NetException.class)
                    .isThrownBy(() -> Listener.open(held))
                    .withMessageStartingWith(
                            "bind " + held + ": EADDRINUSE: the port is held by pid ")
                    .withMessageContaining("pid " + ProcessHandle.current().pid() + " (")
                    .withMessageContaining("which is this process")
                    .satisfies(e -> assertThat(e.errno()).isEqualTo("EADDRINUSE"))
                    .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.ADDRESS));
        }
    }

    @Test
    void refusesAnAddressOfAnotherMachine() {
        assertThatExceptionOfType(NetException.class)
                .isThrownBy(() -> Listener.open(Endpoint.parse("tcp://192.0.2.1:0")))
                .withMessageStartingWith("bind tcp://192.0.2.1:0: EADDRNOTAVAIL: no interface")
                .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.ADDRESS));
    }

    @Test
    void refusesANameThatIsNotThere() {
        assertThatExceptionOfType(NetException.class)
                .isThrownBy(() -> Listener.open(Endpoint.parse("nothing.invalid:0")))
                .withMessageStartingWith("resolve tcp://nothing.invalid:0: EAI_")
                .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.NAME))
                .satisfies(e -> assertThat(e.call()).isEqualTo("resolve"));
    }

    @Test
    void refusesAZoneThatIsNotThere() {
        assertThatExceptionOfType(NetException.class)
                .isThrownBy(() -> Listener.open(Endpoint.parse("tcp://[fe80::1%none]:0")))
                .withMessageContaining("ENODEV: there is no network interface none");
    }

    @Test
    void refusesWhatIsNoListener() {
        assertThatExceptionOfType(EndpointException.class)
                .isThrownBy(() -> Listener.open(Endpoint.parse("udp://:0")))
                .withMessageContaining("use tcp:// or unix:");
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> Listener.open(Endpoint.parse("0"), 0))
                .withMessage("backlog 0 is under 1");
    }

    @Test
    void closesOnce() throws Exception {
        Listener listener = Listener.open(Endpoint.parse("0"));
        listener.close();
        listener.close();
        assertThat(listener.channel().isOpen()).isFalse();
    }
}
