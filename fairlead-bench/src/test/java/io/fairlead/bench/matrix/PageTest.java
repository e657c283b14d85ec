package io.fairlead.bench.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page that follows from raw files. */
class PageTest {
    private static final String RUN =
            """
            {"date":"2026-01-02T03:04:05Z","commit":"abc","kernel":"6.1","machine":"2 × X, 4 GiB",\
            "java":"25","versions":"netty 4",\
            "command":"scripts/bench-matrix echo","pinned":"core 0","generator":"G",\
            "rounds":5,"warmup_s":1,"seconds":2,"seed":7}\
            """;

    @TempDir Path folder = Path.of("");

    /** Rounds of a peer in {@code echo-64}. */
    private static List<String> rounds(String peer, int... messagesPerS) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < messagesPerS.length; i++) {
            lines.add(
                    "{\"cell\":\"echo-64\",\"peer\":\"%s\",\"round\":%d,\"messages_per_s\":%d,"
                                    .formatted(peer, i + 1, messagesPerS[i])
                            + "\"cpu_us_per_message\":2.5,\"generator_cpu\":0.98}");
        }
        return lines;
    }

    private String page(List<List<String>> lines) throws IOException {
        List<String> all = new ArrayList<>(List.of(RUN));
        lines.forEach(all::addAll);
        Path raw = Files.createDirectories(folder.resolve("raw"));
        Files.write(raw.resolve("echo-64.ndjson"), all);
        return Files.readString(Page.write(raw, folder.resolve("README.md")));
    }

    private static String row(String page, String peer) {
        return page.lines()
                .filter(line -> line.startsWith("|") && line.contains(peer))
                .findFirst()
                .orElse("");
    }

    @Test
    void whatIsInsideTheNoiseIsNotRanked() throws IOException {
        String page =
                page(
                        List.of(
                                rounds("fairlead-epoll", 110, 120, 130, 140, 150),
                                rounds("netty-epoll", 111, 100, 129, 139, 149),
                                rounds("mina", 11, 12, 13, 14, 15)));

        assertThat(row(page, "fairlead-epoll")).startsWith("| 1 | **fairlead-epoll** | **130**");
        assertThat(row(page, "netty-epoll")).startsWith("| 1 | **netty-epoll** | **129**");
        assertThat(row(page, "mina")).startsWith("| 3 | mina | 13 | 15 % | 0.10 |");
        assertThat(row(page, "mina")).contains("| 2.50 |").endsWith("| 98 % ◆ |");
    }

    @Test
    void aGoalIsReachedOrMissedByTheRatioInEachRound() throws IOException {
        String page =
                page(
                        List.of(
                                rounds("fairlead-epoll", 210, 100, 100, 400, 110),
                                rounds("netty-epoll", 200, 100, 100, 200, 100),
                                rounds("floor-epoll", 420, 200, 200, 400, 200)));

        assertThat(page)
                .contains("≥ 1.05 × Netty's best: **1.05**, reached")
                .contains("≥ 1.0 × `floor-epoll`: **0.50**, missed")
                .contains("`fairlead-pooled-virtual-handler` ≥ 0.95 × Netty's best: not measured");
    }

    @Test
    void aPeerThatFailedIsSaid() throws IOException {
        String failed =
                "{\"cell\":\"echo-64\",\"peer\":\"mina\",\"round\":1,\"failure\":\"it fell\"}";
        String page = page(List.of(rounds("netty-epoll", 1, 2), List.of(failed)));

        assertThat(page).contains("- `mina`: it fell").doesNotContain("| mina |");
        assertThat(row(page, "netty-epoll")).as("no rank of 2 rounds").startsWith("|  | netty");
    }

    @Test
    void whereItWasMeasuredIsSaid() throws IOException {
        String page = page(List.of(rounds("netty-epoll", 1)));

        assertThat(page)
                .contains(
                        "2026-01-02T03:04:05Z, commit abc; 2 × X, 4 GiB; Linux 6.1; Java 25;"
                                + " netty 4; rounds: 5, each 1.0 s of warm-up and 2.0 s; seed 7;")
                .contains("`scripts/bench-matrix echo`")
                .contains("[raw](raw)");
    }

    @Test
    void withoutRawFilesItSaysSo() throws IOException {
        Path page = Page.write(folder.resolve("raw"), folder.resolve("README.md"));

        assertThat(page).content().contains("There are no figures yet.").doesNotContain("](raw)");
    }

    @Test
    void theVersionsOfThePeersAreReadOffTheClassPath() {
        String path =
                "/a/vertx-core-5.2.0.jar:/a/netty-transport-4.2.18.Final.jar:/b/netty-x-1.jar";

        assertThat(Surroundings.versions(path))
                .isEqualTo("netty-transport 4.2.18.Final, vertx-core 5.2.0");
    }

    @Test
    void aRawLineComesBackAsItWas() {
        Json line = Json.parse("{\"peer\":\"a \\\"b\\\"\",\"whole\":3,\"part\":0.25,\"no\":null}");

        assertThat(line.line()).isEqualTo("{\"peer\":\"a \\\"b\\\"\",\"whole\":3,\"part\":0.25}");
        assertThat(line.line().toLowerCase(Locale.ROOT)).doesNotContain("null");
    }
}
