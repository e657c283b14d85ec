package io.fairlead.bench.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.server.Model;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole runner once, with real processes: a floor in C and our own server. */
class MatrixTest {
    @TempDir Path folder = Path.of("");

    @Test
    void measuresAFloorAndAModelAndWritesThePage() throws IOException {
        Checkout.assumeProgramsCanBeBuilt();
        Path out = folder.resolve("figures");

        int status =
                Matrix.run(
                        Checkout.home(),
                        "selftest",
                        "--peers=floor-epoll,fairlead-virtual-handler",
                        "--rounds=1",
                        "--warmup=0.2",
                        "--seconds=1",
                        "--out=" + out);

        assertThat(status).isZero();
        List<Json> raw =
                Files.readAllLines(out.resolve("selftest.ndjson")).stream()
                        .map(Json::parse)
                        .toList();
        assertThat(raw.getFirst().texts())
                .containsKeys("date", "commit", "kernel", "machine", "java", "command");
        assertThat(raw.subList(1, raw.size()))
                .extracting(round -> round.texts().get("peer"))
                .containsExactlyInAnyOrder("floor-epoll", "fairlead-virtual-handler");
        for (Json round : raw.subList(1, raw.size())) {
            assertThat(round.texts()).doesNotContainKey("failure");
            assertThat(round.figures().get("messages_per_s")).isPositive();
            assertThat(round.figures().get("cpu_us_per_message")).isPositive();
            assertThat(round.figures().get("rss_mib")).isPositive();
            assertThat(round.figures().get("threads")).isPositive();
        }
        assertThat(folder.resolve("figures.md")).content().contains("### selftest");
        assertThat(ProcessHandle.current().descendants().map(ProcessHandle::pid)).isEmpty();
    }

    @Test
    void aPeerThatRefusesIsSaidAndIsNoFailure() throws IOException {
        Checkout.assumeProgramsCanBeBuilt();
        Path out = folder.resolve("figures");
        Path refuses = Files.writeString(folder.resolve("refuses"), "#!/bin/sh\necho refused no\n");
        assertThat(refuses.toFile().setExecutable(true)).isTrue();

        int status =
                Matrix.run(
                        Checkout.home(),
                        "startup",
                        "--command=" + refuses,
                        "--peers=floor-epoll,fairlead-command",
                        "--rounds=2",
                        "--out=" + out);

        assertThat(status).isZero();
        assertThat(folder.resolve("figures.md"))
                .content()
                .contains("- `fairlead-command`: refused: no")
                .contains("| floor-epoll |");
    }

    @Test
    void aWorkloadThatIsNotThereIsAUsageError() {
        int status = Matrix.run(Checkout.home(), "ecco", "--list");

        assertThat(status).isNotZero();
    }

    @Test
    void everyModelIsAPeer() {
        List<String> names =
                Peers.all(Checkout.home(), Path.of("programs"), Path.of("fairlead")).stream()
                        .map(BenchPeer::name)
                        .toList();

        for (Model model : Model.values()) {
            assertThat(names).contains("fairlead-" + model.word());
            assertThat(names.contains("fairlead-" + model.word() + "-handler"))
                    .isEqualTo(model.runsHandlers());
        }
        assertThat(names).doesNotHaveDuplicates();
    }
}
