package io.fairlead.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code fairlead relay} between clients and servers of others. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RelayCommandTest {
    private static final int BULK = 4 << 20;

    private final Programs programs = new Programs();

    @AfterEach
    void endPrograms() throws Exception {
        programs.end();
    }

    @Test
    void socatAndNetcatGetTheirBytesThroughARelay() throws Exception {
        String socket = programs.file("cat.sock").toString();
        Program cat =
                programs.client("socat", "-d", "-d", "UNIX-LISTEN:" + socket + ",fork", "EXEC:cat")
                        .start();
        cat.errors().await("listening on");
        Program relay = programs.fairlead("relay", "0", "unix://" + socket).start();
        String first = relay.output().await("relay ");
        String port = first.replaceAll(".*tcp://127\\.0\\.0\\.1:(\\d+)$", "$1");
        byte[] bytes = new byte[BULK];
        new Random(4).nextBytes(bytes);
        String file = programs.file("bulk", bytes).toString();
        Outcome same =
                programs.shell(
                                "nc.openbsd -N 127.0.0.1 \"$1\" < \"$2\" | cmp - \"$2\" && echo"
                                        + " same",
                                port,
                                file)
                        .run();
        assertThat(same.output()).isEqualTo("same\n");
        String words = Files.readString(Path.of("/proc", String.valueOf(relay.pid()), "cmdline"));
        String testsOwn = Effort.JAVA_OPTIONS.replace(' ', '\0');
        assertThat(words.replaceFirst(Pattern.quote(testsOwn), ""))
                .as("a relay runs for long: it has the optimising compiler")
                .doesNotContain("TieredStopAtLevel");
        relay.output().await(BULK + " bytes to the target, " + BULK + " to the client");
        relay.signal("TERM");
        assertThat(relay.awaitExit()).isZero();
    }
}
