package io.fairlead.services;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fairlead.server.Model;
import io.fairlead.server.Server;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** What each service answers to datagrams, under every model. */
@ParameterizedClass
// Models of processes hand connections over, and a datagram has none.
@EnumSource(
        value = Model.class,
        names = {"PROCESS", "PREFORK"},
        mode = Mode.EXCLUDE)
class DatagramServicesTest {
    private static final Instant MOMENT = Instant.parse("2030-01-02T03:04:05Z");

    private final Model model;

    DatagramServicesTest(Model model) {
        this.model = model;
    }

    private Server serve(Shipped shipped) throws IOException {
        Clock clock = Clock.fixed(MOMENT, ZoneOffset.UTC);
        ServiceOptions options = ServiceOptions.DEFAULT.withClock(clock);
        return Server.at("udp://127.0.0.1:0").model(model).serve(shipped.datagramService(options));
    }

    @Test
    void echoSendsBackEachDatagramAlsoTheEmptyAndTheLongest() throws IOException {
        byte[] longest = new byte[65_507];
        new Random(2).nextBytes(longest);
        try (Server server = serve(Shipped.ECHO);
                DatagramUser user = DatagramUser.any()) {
            assertThat(user.ask("hello\n", server.port())).isEqualTo("hello\n");
            assertThat(user.ask(new byte[0], server.port())).isEmpty();
            assertThat(user.ask(longest, server.port())).isEqualTo(longest);
        }
    }

    @Test
    void upperAnswersTheText() throws IOException {
        try (Server server = serve(Shipped.UPPER);
                DatagramUser user = DatagramUser.any()) {
            assertThat(user.ask("two\nlines é", server.port())).isEqualTo("TWO\nLINES É");
            user.send("ŉ grows, and is not answered".getBytes(UTF_8), server.port());
            assertThat(user.ask("next", server.port())).isEqualTo("NEXT");
        }
    }

    @Test
    void ackAnswersOk() throws IOException {
        try (Server server = serve(Shipped.ACK);
                DatagramUser user = DatagramUser.any()) {
            assertThat(user.ask("hello", server.port())).isEqualTo("OK");
            assertThat(user.ask("", server.port())).isEqualTo("OK");
        }
    }

    @Test
    void daytimeAndTimeAnswerAnEmptyDatagram() throws IOException {
        try (Server daytime = serve(Shipped.DAYTIME);
                Server time = serve(Shipped.TIME);
                DatagramUser user = DatagramUser.any()) {
            assertThat(user.ask("", daytime.port()))
                    .isEqualTo("Wednesday, January 2, 2030 03:04:05-Z\r\n");
            assertThat(user.ask(new byte[0], time.port())).containsExactly(0xF4, 0x87, 0xD3, 0xA5);
        }
    }

    @Test
    void chargenAnswersThePatternUpToTheRequest() throws IOException {
        try (Server server = serve(Shipped.CHARGEN);
                DatagramUser user = DatagramUser.any()) {
            for (int i = 0; i < 20; i++) {
                String answer = user.ask("1234567890", server.port());
                assertThat(" !\"#$%&'()").startsWith(answer);
            }
        }
    }

    @Test
    void discardAnswersNothing() throws IOException {
        try (Server discard = serve(Shipped.DISCARD);
                Server echo = serve(Shipped.ECHO);
                DatagramUser user = DatagramUser.any()) {
            user.send(new byte[10], discard.port());
            assertThat(user.ask("first answer", echo.port())).isEqualTo("first answer");
        }
    }

    @Test
    void greetIsForStreams() {
        assertThat(Shipped.GREET.overUdp()).isFalse();
        assertThatThrownBy(() -> serve(Shipped.GREET)).isInstanceOf(IllegalArgumentException.class);
    }
}
