package io.fairlead.load;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fairlead.load.measure.Usage;
import io.fairlead.load.result.ServerUse;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UsageTest {
    @Test
    void childrenCountToo() throws Exception {
        Process shell = new ProcessBuilder("sh", "-c", "sleep 60 & echo ready; wait").start();
        try {
            assertThat(shell.inputReader(UTF_8).readLine()).isEqualTo("ready");
            Usage usage = Usage.of(shell.pid());
            assertThat(usage.processes()).isEqualTo(2);
            assertThat(usage.threads()).isEqualTo(2);
            assertThat(usage.rssBytes()).isPositive();
            assertThat(usage.switches()).isPositive();
        } finally {
            shell.descendants().forEach(ProcessHandle::destroyForcibly);
            shell.destroyForcibly().waitFor();
        }
    }

    /** The kernel keeps 15 bytes of a name: here the first half of the last letter. */
    @Test
    void aNameThatIsCutInsideALetterIsNoObstacle(@TempDir Path folder) throws Exception {
        String script =
                "f=$(printf 'abcdefghijklmn\\303\\251'); cp /bin/sh \"$0/$f\";"
                        + " exec \"$0/$f\" -c 'echo ready; read end'";
        Process named = new ProcessBuilder("sh", "-c", script, folder.toString()).start();
        try {
            assertThat(named.inputReader(UTF_8).readLine()).isEqualTo("ready");
            Usage usage = Usage.of(named.pid());
            assertThat(usage.rssBytes()).isPositive();
            ServerUse use = new ServerProcess(named.pid()).use(usage);
            assertThat(use.command()).startsWith("abcdefghijklmn");
            assertThat(use.cpuNs()).isNotNegative();
        } finally {
            named.destroyForcibly().waitFor();
        }
    }

    @Test
    void whoIsNotThereHasUsedNothing() {
        assertThatThrownBy(() -> Usage.of(Long.MAX_VALUE)).isInstanceOf(IOException.class);
    }
}
