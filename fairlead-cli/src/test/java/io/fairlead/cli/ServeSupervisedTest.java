package io.fairlead.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.client.Datagrams;
import io.fairlead.net.NetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** {@code fairlead serve} under one that has started it and wants to know, as systemd does. */
@EnabledOnOs(OS.LINUX)
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ServeSupervisedTest {
    @TempDir Path folder;

    private static String next(Datagrams supervisor) throws NetException {
        return supervisor.receive(Duration.ofSeconds(60)).payload().text();
    }

    @Test
    void theSupervisorIsToldOfEachStep() throws Exception {
        String place = folder.resolve("notify").toString();
        Path denied = Files.writeString(folder.resolve("denied.txt"), "192.0.2.0/24\n");
        try (Datagrams supervisor = Datagrams.bind("unix://" + place)) {
            Run run = new Run();
            run.environment.put("NOTIFY_SOCKET", place);
            run.start("serve", "echo=0", "--drain-timeout=3s", "--deny-file", denied.toString());
            assertThat(next(supervisor))
                    .startsWith("READY=1\nMAINPID=" + ProcessHandle.current().pid())
                    .endsWith("\nSTATUS=serving at 1 endpoint; 0 open, 0 in all");
            run.signal("HUP");
            assertThat(next(supervisor)).startsWith("RELOADING=1\nMONOTONIC_USEC=");
            assertThat(next(supervisor)).startsWith("READY=1\n");
            run.signal("TERM");
            assertThat(next(supervisor)).isEqualTo("STOPPING=1\nEXTEND_TIMEOUT_USEC=4000000");
            assertThat(run.exit()).isZero();
        }
    }
}
