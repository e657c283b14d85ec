package io.fairlead.load;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class CoresTest {
    private static String allowed() throws IOException {
        return allowed(Files.readString(Path.of("/proc/thread-self/status")));
    }

    private static String allowed(String status) {
        return status.lines()
                .filter(line -> line.startsWith("Cpus_allowed_list:"))
                .map(line -> line.replaceAll(".*\\s", ""))
                .findFirst()
                .orElseThrow();
    }

    private static String allowedOfChild(Cores cores) throws IOException {
        Process child = cores.start(new ProcessBuilder("cat", "/proc/self/status"));
        return allowed(child.inputReader(UTF_8).readAllAsString());
    }

    @Test
    void aServerGetsOtherProcessorsThanThisProcess() throws Exception {
        String before = allowed();
        try (Cores cores = new Cores()) {
            assumeTrue(cores.reason() == null, String.valueOf(cores.reason()));
            String server = allowedOfChild(cores);
            assertThat(allowed()).isNotEqualTo(before).isNotEqualTo(server);
            assertThat(cores.words()).startsWith("server on core").contains(", generator on core");
            String[] elsewhere = new String[1];
            Thread thread = Thread.ofPlatform().start(() -> elsewhere[0] = allowedUnchecked());
            thread.join();
            assertThat(elsewhere[0]).isEqualTo(allowed());
        }
        assertThat(allowed()).isEqualTo(before);
    }

    private static String allowedUnchecked() {
        try {
            return allowed();
        } catch (IOException e) {
            return e.toString();
        }
    }
}
