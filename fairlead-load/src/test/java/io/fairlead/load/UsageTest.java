package io.fairlead.load;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;

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

    @Test
    void whoIsNotThereHasUsedNothing() {
        assertThatThrownBy(() -> Usage.of(Long.MAX_VALUE)).isInstanceOf(IOException.class);
    }
}
