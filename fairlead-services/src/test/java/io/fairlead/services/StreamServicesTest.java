package io.fairlead.services;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.frame.Codec;
import io.fairlead.net.Endpoint;
import io.fairlead.server.Model;
import io.fairlead.server.Server;
import io.fairlead.server.ServerBuilder;
import io.fairlead.server.ServerObserver;
import io.fairlead.server.report.ConnectionReport;
import io.fairlead.service.CloseReason;
import io.fairlead.service.Limits;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What each service says, byte by byte, under every model, over TCP and Unix-domain sockets. */
@ParameterizedClass
@MethodSource("places")
@Timeout(value = 120, threadMode = ThreadMode.SEPARATE_THREAD)
class StreamServicesTest {
    /** Who has been told what is wrong need not hang up in a test. */
    private static final Limits BRIEF =
            Limits.builder().lingerTimeout(Duration.ofMillis(100)).build();

    private final Model model;
    private final Endpoint.Scheme scheme;

    @TempDir Path directory;

    private final List<String> printed = new CopyOnWriteArrayList<>();

    StreamServicesTest(Model model, Endpoint.Scheme scheme) {
        this.model = model;
        this.scheme = scheme;
    }

    static Stream<Arguments> places() {
        return Arrays.stream(Model.values())
                .flatMap(model -> schemes(model).map(scheme -> Arguments.of(model, scheme)));
    }

    /** Workers take their time to start, so each model of processes has one family here. */
    private static Stream<Endpoint.Scheme> schemes(Model model) {
        return switch (model) {
            case PROCESS -> Stream.of(Endpoint.Scheme.TCP);
            case PREFORK -> Stream.of(Endpoint.Scheme.UNIX);
            default -> Stream.of(Endpoint.Scheme.TCP, Endpoint.Scheme.UNIX);
        };
    }

    private Server serve(Shipped shipped) throws IOException {
        return serve(shipped, ServiceOptions.DEFAULT.withPrint(printed::add));
    }

    private Server serve(Shipped shipped, ServiceOptions options) throws IOException {
        Endpoint endpoint =
                scheme == Endpoint.Scheme.UNIX
                        ? Endpoint.unix(directory.resolve("s.sock"))
                        : Endpoint.tcp("127.0.0.1", 0);
        return builder(endpoint, shipped.codec()).serve(shipped.service(options));
    }

    /** One worker, where there are any: each is a Java virtual machine that starts. */
    private ServerBuilder builder(Endpoint endpoint, Codec codec) {
        ServerBuilder builder = Server.at(endpoint).codec(codec).model(model);
        return model.hasProcesses() ? builder.workers(1) : builder;
    }

    private static String text(byte[] bytes) {
        return new String(bytes, UTF_8);
    }

    @Test
    void echoSendsBackEveryByteAndTheRestAfterTheHalfClose() throws IOException {
        byte[] sent = new byte[20_000];
        new Random(1).nextBytes(sent);
        try (Server server = serve(Shipped.ECHO);
                Client client = Client.of(server)) {
            assertThat(client.send("\r\n\0").read(3)).isEqualTo(new byte[] {'\r', '\n', 0});
            assertThat(client.send(sent).halfClose().readAll()).isEqualTo(sent);
        }
    }

    @Test
    void discardSaysNothing() throws IOException {
        try (Server server = serve(Shipped.DISCARD);
                Client client = Client.of(server)) {
            client.send(new byte[100_000]).halfClose();
            assertThat(client.readAll()).isEmpty();
        }
    }

    @Test
    void upperAnswersEachLine() throws IOException {
        try (Server server = serve(Shipped.UPPER);
                Client client = Client.of(server)) {
            client.send("hello, World {`a..z~}\r\n\nstraße ŉ\nno end").halfClose();
            assertThat(text(client.readAll()))
                    .isEqualTo("HELLO, WORLD {`A..Z~}\n\nSTRASSE ʼN\nNO END\n");
        }
    }

    @Test
    void greetWelcomesBeforeAnythingWasSentAndSaysLinesBack() throws IOException {
        try (Server server = serve(Shipped.GREET);
                Client client = Client.of(server)) {
            assertThat(text(client.read(19))).isEqualTo("Welcome to server!\n");
            client.send("hi\n\u001b[2J\n").halfClose();
            assertThat(text(client.readAll())).isEqualTo("You said: hi\nYou said: \u001b[2J\n");
        }
        assertThat(printed).containsExactly("hi", "\\x1b[2J");
    }

    @Test
    void ackAnswersOk() throws IOException {
        try (Server server = serve(Shipped.ACK);
                Client client = Client.of(server)) {
            client.send("a\nb\nc").halfClose();
            assertThat(text(client.readAll())).isEqualTo("OK\nOK\nOK\n");
        }
    }

    @ParameterizedTest
    @CsvSource({"UPPER,''", "GREET,'Welcome to server!\n'", "ACK,''"})
    void aLineThatIsTooLongIsNamedAndEndsTheConnection(Shipped shipped, String before)
            throws IOException {
        byte[] line = new byte[Codec.FRAME_BYTES_MAX + 1];
        Arrays.fill(line, (byte) 'x');
        try (Server server = serve(shipped);
                Client client = Client.of(server)) {
            assertThat(text(client.send(line).readAll()))
                    .isEqualTo(before + "error: line longer than 65536 bytes; closing\n");
        }
    }

    @ParameterizedTest
    @CsvSource({"UPPER,ŉ,'',in upper case", "GREET,xx,'Welcome to server!\n',to repeat"})
    void anAnswerThatIsTooLongIsNamedAndTheConnectionGoesOn(
            Shipped shipped, String pair, String before, String purpose) throws IOException {
        String line = pair.repeat(Codec.FRAME_BYTES_MAX / 2);
        try (Server server = serve(shipped);
                Client client = Client.of(server)) {
            String answers = text(client.send(line + "\na\n").halfClose().readAll());
            assertThat(answers).startsWith(before + "error: your line is too long " + purpose);
            assertThat(answers.substring(before.length()).lines()).hasSize(2);
            assertThat(answers.toLowerCase(Locale.ROOT)).endsWith("a\n");
        }
    }

    /** With lines so short that the whole sentence does not fit, a shorter one is said, or none. */
    @ParameterizedTest
    @CsvSource({
        "UPPER,14,'error; closing\n'",
        "UPPER,5,'error\n'",
        "UPPER,4,''",
        "GREET,8,'Welcome!\nerror\n'",
        "ACK,2,''"
    })
    void whatIsSaidFitsIntoTheShortestLine(Shipped shipped, int bytesMax, String said)
            throws Exception {
        CompletableFuture<ConnectionReport> closed = new CompletableFuture<>();
        ServerObserver observer =
                new ServerObserver() {
                    @Override
                    public void onClosed(ConnectionReport connection) {
                        closed.complete(connection);
                    }
                };
        try (Server server =
                        builder(Endpoint.tcp("127.0.0.1", 0), Codec.lines(bytesMax))
                                .limits(BRIEF)
                                .observer(observer)
                                .serve(shipped.service(ServiceOptions.DEFAULT));
                Client client = Client.of(server)) {
            assertThat(text(client.send("x".repeat(bytesMax + 1)).readAll())).isEqualTo(said);
            ConnectionReport report = closed.get(60, TimeUnit.SECONDS);
            assertThat(report.serviceFailed()).isFalse();
            assertThat(report.reason()).isEqualTo(CloseReason.BAD_FRAME);
        }
    }

    @Test
    void daytimeSaysOneLineWithoutBeingAskedAndCloses() throws IOException {
        try (Server server = serve(Shipped.DAYTIME, at("1982-02-23T01:37:43Z"));
                Client client = Client.of(server)) {
            assertThat(text(client.readAll()))
                    .isEqualTo("Monday, February 22, 1982 17:37:43-PST\r\n");
        }
    }

    /** The moments and numbers are the examples of RFC 868; the last are its end, and the wrap. */
    @ParameterizedTest
    @CsvSource({
        "1970-01-01T00:00:00Z,2208988800",
        "1976-01-01T00:00:00Z,2398291200",
        "1980-01-01T00:00:00Z,2524521600",
        "1983-05-01T00:00:00Z,2629584000",
        "2036-02-07T06:28:15Z,4294967295",
        "2036-02-07T06:28:16Z,0"
    })
    void timeSaysTheSecondsSince1900AndCloses(String moment, long seconds) throws IOException {
        try (Server server = serve(Shipped.TIME, at(moment));
                Client client = Client.of(server)) {
            assertThat(client.readAll())
                    .containsExactly(
                            (byte) (seconds >> 24),
                            (byte) (seconds >> 16),
                            (byte) (seconds >> 8),
                            (byte) seconds);
        }
    }

    private static ServiceOptions at(String moment) {
        ZoneId zone = ZoneId.of("America/Los_Angeles");
        return ServiceOptions.DEFAULT.withClock(Clock.fixed(Instant.parse(moment), zone));
    }
}
