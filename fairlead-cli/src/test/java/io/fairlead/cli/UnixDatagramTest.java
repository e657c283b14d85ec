package io.fairlead.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** {@code listen} and {@code connect} with {@code --datagram}. */
@EnabledOnOs(OS.LINUX)
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class UnixDatagramTest {
    @Test
    void datagramsGoBothWays(@TempDir Path folder) throws Exception {
        String endpoint = "unix://" + folder.resolve("d.sock");
        try (PipedOutputStream typed = new PipedOutputStream();
                InputStream in = new PipedInputStream(typed)) {
            Run server = new Run().input(in).start("listen", "--datagram", "--text", endpoint);
            server.err.await("to try it: fairlead connect --datagram unix:///");
            Run client =
                    new Run()
                            .input("one\ntwo\n")
                            .start("connect", "--datagram", "--text", "--wait", "60s", endpoint);
            server.err.await("unix:@[0-9a-f]+ sends; what is typed goes there");
            server.out.await("one\ntwo\n");
            typed.write("three\n".getBytes(UTF_8));
            typed.flush();
            client.out.await("three\n");
            client.signal("INT");
            assertThat(client.exit()).isEqualTo(130);
            assertThat(client.err.text()).contains("sent 8 bytes, received 6 bytes");
            server.signal("INT");
            assertThat(server.exit()).isEqualTo(130);
        }
        assertThat(folder).isEmptyDirectory();
    }
}
