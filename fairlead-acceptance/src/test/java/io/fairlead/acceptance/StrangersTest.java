package io.fairlead.acceptance;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.server.Model;
import java.nio.file.Files;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Clients that speak something else, say too much, or have seen enough. */
@ParameterizedClass
@EnumSource(Model.class)
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@SuppressWarnings("NullAway.Init") // by JUnit
class StrangersTest {
    private static final String REQUEST = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";
    // The start of a ClientHello of TLS 1.3: record, handshake, versions, random (RFC 8446)
    private static final byte[] HELLO =
            HexFormat.of().parseHex("160301020001" + "0001fc0303" + "e4".repeat(32) + "20");

    private final Programs programs = new Programs();

    @Parameter Model model;

    private RunningServer server;

    @BeforeEach
    void startServer() throws Exception {
        server = programs.serve("upper=0", "chargen=0", "--model", model.word());
    }

    @AfterEach
    void endPrograms() throws Exception {
        programs.end();
    }

    @Test
    void allOfThemAndTheServerLives() throws Exception {
        httpRequestEndsCleanly();
        clientHelloEndsCleanly();
        oversizeLineGetsALastMessage();
        readerOfThreeLinesLeaves();
        Outcome outcome = programs.nc(server.port("upper")).input("still here\n").run();
        assertThat(outcome.output()).isEqualTo("STILL HERE\n");
        assertThat(server.stop()).isZero();
        assertThat(server.program().errors().awaitEnd())
                .allMatch(line -> line.startsWith("fairlead: warning: "));
        assertThat(String.join("", server.output().awaitEnd())).doesNotContain("\u001b");
    }

    private void httpRequestEndsCleanly() throws Exception {
        Outcome outcome = programs.nc(server.port("upper")).input(REQUEST).run();
        assertThat(outcome.errors()).isEmpty();
        assertThat(outcome.exit()).isZero();
        assertThat(outcome.output()).isEqualTo("error: " + said("an HTTP request") + "; closing\n");
        assertThat(server.output().await("bad frame")).contains(said("an HTTP request"));
        assertThat(server.output().await("#1 127.0.0.1", 2)).hasSize(2);
    }

    private void clientHelloEndsCleanly() throws Exception {
        Outcome outcome = programs.nc(server.port("upper")).input(HELLO).run();
        assertThat(outcome.errors()).isEmpty();
        assertThat(outcome.exit()).isZero();
        assertThat(server.output().await("TLS")).contains(said("a TLS handshake"));
    }

    private static String said(String what) {
        return "this is " + what + ", but the server expects plain lines";
    }

    private void oversizeLineGetsALastMessage() throws Exception {
        byte[] endless = "x".repeat(4 << 20).getBytes(ISO_8859_1);
        Outcome outcome = programs.nc(server.port("upper")).input(endless).run();
        assertThat(outcome.errors()).as("no reset, no broken pipe").isEmpty();
        assertThat(outcome.exit()).isZero();
        assertThat(Files.readString(outcome.outputFile()))
                .isEqualTo("error: line longer than 65536 bytes; closing\n");
        assertThat(server.output().await("line longer than 65536 bytes")).contains("bad frame");
    }

    private void readerOfThreeLinesLeaves() throws Exception {
        String script = "nc 127.0.0.1 $1 </dev/null | head -3";
        Outcome outcome = programs.shell(script, "" + server.port("chargen")).run();
        assertThat(outcome.output()).hasLineCount(3).startsWith(" !\"#$%&'()*+");
        assertThat(outcome.errors()).isEmpty();
        String chargen = server.served().get(1).endpoint() + " #1";
        assertThat(server.output().await(chargen, 2).getLast()).contains("closed: ");
    }
}
