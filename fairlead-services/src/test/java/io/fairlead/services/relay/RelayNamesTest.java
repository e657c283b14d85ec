package io.fairlead.services.relay;

import static io.fairlead.services.relay.Ends.endpoint;
import static io.fairlead.services.relay.Ends.isAtEnd;
import static io.fairlead.services.relay.Ends.receive;
import static io.fairlead.services.relay.Ends.send;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fairlead.net.Endpoint;
import io.fairlead.server.Model;
import io.fairlead.service.Limits;
import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** TLS passes through a relay unopened, to the target of the name that the client asks for. */
@ParameterizedClass
@EnumSource(names = {"SELECTOR", "EPOLL", "IO_URING"})
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RelayNamesTest {
    private static final byte[] ALERT = {21, 3, 3, 0, 2, 2, 112};

    private final Model model;
    private final Ends ends = new Ends();

    RelayNamesTest(Model model) {
        this.model = model;
    }

    @AfterEach
    void close() throws Exception {
        ends.close();
    }

    private RelayBuilder builder() {
        return Relay.at("tcp://127.0.0.1:0").model(model);
    }

    private SocketChannel ask(Relay relay, @Nullable String name) throws Exception {
        SocketChannel client = ends.connect(relay);
        send(client, Hellos.of(name));
        return client;
    }

    private String endOf(SocketChannel client) throws Exception {
        assertThatThrownBy(() -> isAtEnd(client)).isInstanceOf(IOException.class);
        return String.valueOf(ends.recorded.awaitEnd().detail());
    }

    @Test
    void theNameChoosesTheTarget() throws Exception {
        ServerSocketChannel chat = ends.listenTcp();
        ServerSocketChannel family = ends.listenTcp();
        ServerSocketChannel others = ends.listenTcp();
        Relay relay =
                ends.start(
                        builder()
                                .toName("chat.example.org", endpoint(chat))
                                .toName("*.Example.org.", endpoint(family))
                                .to(endpoint(others)));
        assertThat(relay.targets()).contains(endpoint(chat), endpoint(family), endpoint(others));
        String[] names = {"chat.example.org", "a.example.org", "a.b.example.org", "example.org"};
        ServerSocketChannel[] expected = {chat, family, others, others};
        for (int i = 0; i < names.length; i++) {
            SocketChannel _ = ask(relay, names[i]);
            assertThat(ends.recorded.joined.take().target())
                    .as(names[i])
                    .isEqualTo(endpoint(expected[i]));
        }
        SocketChannel _ = ask(relay, null);
        assertThat(ends.recorded.joined.take().target()).isEqualTo(endpoint(others));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void allThatTheClientSaysArrives(boolean slices) throws Exception {
        ServerSocketChannel target = ends.listenTcp();
        RelayBuilder builder = builder().toName("a.example", endpoint(target));
        if (slices) builder.faults(Faults.NONE.withSlice(1, 7));
        Relay relay = ends.start(builder);
        byte[] hello = Hellos.of("a.example");
        SocketChannel client = ends.connect(relay);
        send(client, Arrays.copyOf(hello, 20));
        SocketChannel other = ends.connect(relay); // one that is half-way stops nobody
        send(other, hello);
        SocketChannel served = ends.accept(target);
        assertThat(receive(served, hello.length)).isEqualTo(hello);
        send(client, Arrays.copyOfRange(hello, 20, hello.length));
        send(client, "early".getBytes(US_ASCII));
        client.shutdownOutput();
        SocketChannel late = ends.accept(target);
        assertThat(receive(late, hello.length)).isEqualTo(hello);
        assertThat(receive(late, 5)).isEqualTo("early".getBytes(US_ASCII));
        assertThat(isAtEnd(late)).isTrue();
        send(late, "answer".getBytes(US_ASCII));
        assertThat(receive(client, 6)).isEqualTo("answer".getBytes(US_ASCII));
        late.close();
        assertThat(ends.recorded.awaitEnd())
                .returns("asked for a.example", RelayReport::detail)
                .returns(hello.length + 5L, RelayReport::bytesToTarget);
    }

    @ParameterizedTest
    @CsvSource({"b.example, asked for b.example", ", asked for no name"})
    void whoAsksForNobodyThatIsThereGetsAnAlert(@Nullable String name, String words)
            throws Exception {
        ServerSocketChannel target = ends.listenTcp();
        Relay relay = ends.start(builder().toName("a.example", endpoint(target)));
        SocketChannel client = ask(relay, name);
        assertThat(receive(client, ALERT.length)).isEqualTo(ALERT);
        assertThat(isAtEnd(client)).isTrue();
        client.close();
        assertThat(ends.recorded.awaitEnd().detail()).isEqualTo(words);
    }

    @Test
    void whoDoesNotSpeakTlsIsReset() throws Exception {
        ServerSocketChannel target = ends.listenTcp();
        Relay relay = ends.start(builder().toName("a.example", endpoint(target)));
        SocketChannel client = ends.connect(relay);
        send(client, "GET / HTTP/1.1\r\n".getBytes(US_ASCII));
        assertThat(endOf(client)).contains("did not begin with a TLS handshake");
    }

    @Test
    void whoEndsBeforeItHasAskedIsReset() throws Exception {
        ServerSocketChannel target = ends.listenTcp();
        Relay relay = ends.start(builder().toName("a.example", endpoint(target)));
        SocketChannel client = ends.connect(relay);
        send(client, Arrays.copyOf(Hellos.of("a.example"), 100));
        client.shutdownOutput();
        assertThat(endOf(client)).contains("ended before it said whom it asks for");
    }

    @Test
    void whoTakesTooLongIsReset() throws Exception {
        ServerSocketChannel target = ends.listenTcp();
        Limits hasty = Limits.builder().handshakeTimeout(Duration.ofMillis(50)).build();
        Relay relay = ends.start(builder().limits(hasty).toName("a.example", endpoint(target)));
        SocketChannel client = ends.connect(relay);
        send(client, Arrays.copyOf(Hellos.of("a.example"), 100));
        assertThat(endOf(client)).contains("too slow to ask");
    }

    @Test
    void aTargetThatCannotBeHadIsPassedOver() throws Exception {
        ServerSocketChannel gone = ends.listenTcp();
        ServerSocketChannel there = ends.listenTcp();
        Relay relay =
                ends.start(
                        builder()
                                .toName("a.example", endpoint(gone))
                                .toName("a.example", endpoint(there)));
        gone.close();
        byte[] hello = Hellos.of("a.example");
        SocketChannel client = ends.connect(relay);
        send(client, hello);
        assertThat(receive(ends.accept(there), hello.length)).isEqualTo(hello);
    }

    @Test
    void whatMakesNoSenseIsRefused() {
        Endpoint tcp = Endpoint.parse("tcp://127.0.0.1:7000");
        Endpoint tls = Endpoint.parse("tls://127.0.0.1:7000");
        assertThatThrownBy(() -> Relay.at(tls).toName("a.example", tcp))
                .hasMessageContaining("leave the certificate to the targets");
        assertThatThrownBy(() -> Relay.at(tcp).toName("a.example", tls))
                .hasMessageContaining("write tcp://127.0.0.1:7000");
        assertThatThrownBy(() -> Relay.at(tcp).to(tls).toName("a.example", tcp))
                .hasMessageContaining("write tcp://127.0.0.1:7000");
        assertThatThrownBy(() -> Relay.at(tcp).toName("a b", tcp))
                .hasMessageContaining("\"a b\" is no host name");
        Endpoint udp = Endpoint.parse("udp://127.0.0.1:7000");
        assertThatThrownBy(() -> Relay.at(udp).toName("a.example", udp))
                .hasMessageContaining("has datagrams");
    }
}
