package io.fairlead.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The log of {@code fairlead serve}: whatever becomes of it, serving goes on. */
class ServeLogTest {
    private static void ask(int port) throws IOException {
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), port)) {
            client.getOutputStream().write("a\n".getBytes(UTF_8));
            client.shutdownOutput();
            assertThat(client.getInputStream().readAllBytes()).isEqualTo("A\n".getBytes(UTF_8));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"No space left on device", "Input/output error", "Disk quota exceeded"})
    void aDiskThatTakesNoMoreCostsLinesAndNothingElse(String failure) throws Exception {
        Run run = new Run().start("serve", "upper=0");
        int port = run.port();
        run.out.await("in flight");
        run.out.failWith(failure);
        ask(port);
        run.err.await("write standard output: " + failure + "; the server goes on");
        ask(port);
        run.out.failWith("");
        Matcher lost = run.out.await("^\\S+ (\\d+) lines of the log were lost: .*" + failure + "$");
        assertThat(Integer.parseInt(lost.group(1))).isBetween(1, 4);
        ask(port);
        run.out.await("#3 .* closed: ");
        run.signal("TERM");
        assertThat(run.exit()).isZero();
        assertThat(run.err.text().lines()).hasSize(1);
    }

    @Test
    void whatIsStillLostAtTheEndIsCounted() throws Exception {
        Run run = new Run().start("serve", "upper=0", "--log-format", "json");
        int port = run.port();
        run.out.failWith("No space left on device");
        ask(port);
        run.err.await("the server goes on");
        run.signal("TERM");
        assertThat(run.exit()).isZero();
        assertThat(run.err.text()).containsPattern("\\d lines of the log were lost: write");
    }

    @Test
    void whoComesAndGoesTooOftenIsCounted() throws Exception {
        Run run = new Run().start("serve", "upper=0");
        int port = run.port();
        int clients = 300;
        for (int i = 0; i < clients; i++) ask(port);
        run.signal("TERM");
        assertThat(run.exit()).isZero();
        String log = run.out.text();
        long opened = log.lines().filter(line -> line.endsWith(" opened")).count();
        long more = 0;
        Matcher sum = Pattern.compile("and (\\d+) more opened").matcher(log);
        while (sum.find()) more += Integer.parseInt(sum.group(1));
        assertThat(opened + more).isEqualTo(clients);
        assertThat(more).as(log).isPositive();
    }
}
